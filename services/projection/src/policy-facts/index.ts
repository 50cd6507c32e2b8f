export * from './adopt';
export * from './policy-facts';
export * from './policy-query';
export * from './policy-stream';
