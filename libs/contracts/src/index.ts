export * from './encode';
export * from './event-type';
export * from './event-types';
export * from './gen/events';
