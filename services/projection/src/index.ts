export * from './duty/live-stream';
export * from './escalation/escalator';
export * from './policy-facts';
export * from './read-side';
