export { suitClock } from './folder-clock';
export * from './host';
export * from './server-file';
export { FOLDER_SECRET_HEADER, TOKEN_PATH } from './development-pages';
export { SETUP_ACCOUNT } from './setup-account';
