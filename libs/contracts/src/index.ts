export * from './encode';
export * from './enum-words';
export * from './event-type';
export * from './event-types';
export * from './gen/events';
