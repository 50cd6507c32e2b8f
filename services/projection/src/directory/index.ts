export * from './directory-index';
export * from './projections';
