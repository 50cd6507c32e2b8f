export * from './adopt';
export * from './policy-facts';
export * from './policy-stream';
