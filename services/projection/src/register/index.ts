export * from './committees';
export * from './mediators';
