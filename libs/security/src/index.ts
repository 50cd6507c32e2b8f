export * from './directory';
export * from './roles';
