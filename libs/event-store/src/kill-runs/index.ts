export * from './compile-child';
