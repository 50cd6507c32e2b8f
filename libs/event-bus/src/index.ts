export * from './port';
export * from './relay';
