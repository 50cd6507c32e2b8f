export * from './aggregates';
export type * from './dispute/commands';
export * from './dispute/codes';
export * from './dispute/dispute.aggregate';
export * from './dispute/dispute.grading';
export * from './dispute/documents';
export * from './screening/screening.aggregate';
