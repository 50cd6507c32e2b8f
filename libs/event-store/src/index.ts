export { canonicalText } from './canonical-text';
export * from './chain';
export * from './port';
