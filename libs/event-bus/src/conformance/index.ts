export * from './checkpoint-conformance';
export * from './event-bus-conformance';
