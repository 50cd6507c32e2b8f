export * from './duty/live-stream';
export * from './escalation/escalator';
export * from './policy-facts';
export * from './queries';
export * from './read-side';
