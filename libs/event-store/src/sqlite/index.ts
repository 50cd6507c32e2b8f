export { type Database, type Row, type Statement, type Value, openDatabase } from './driver';
export { FolderLocked, type FolderLock, acquireFolderLock } from './folder-lock';
export { DataFileRefused, LOG_FILE, preparePrivateFile } from './schema';
export { type Guard, keepOut, newGuard } from './guard';
export { LogDamaged } from './damage';
export { type LogReader, openSqliteLogReader } from './log-reader';
export { type SqliteStoreOptions, openSqliteEventStore } from './open';
export { type Fault, type VerifyOptions, type VerifyReport, verifyLog } from './verify';
