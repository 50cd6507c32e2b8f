export { openKeyFile, KeyFileRefused, type KeyFile } from './key-file';
