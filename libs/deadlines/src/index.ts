export * from './evaluate';
export { obligationId, rungId } from './ids';
export * from './period';
export * from './render';
export * from './types';
