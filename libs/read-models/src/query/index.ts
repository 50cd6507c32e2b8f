export * from './cursor';
export * from './parse';
export * from './refusal';
