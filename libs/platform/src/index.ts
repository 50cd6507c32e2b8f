export * from './aggregate';
export * from './clock';
export * from './config';
export * from './health';
export * from './numbering';
export * from './pipeline';
export * from './query';
export * from './serially';
