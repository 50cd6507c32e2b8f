export * from './logger';
export * from './open-embedded';
