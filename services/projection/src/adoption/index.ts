export * from './foresee';
