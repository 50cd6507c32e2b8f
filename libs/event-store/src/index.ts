export * from './chain';
export * from './port';
