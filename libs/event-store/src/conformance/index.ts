export * from './event-store-conformance';
export * from './sample-events';
