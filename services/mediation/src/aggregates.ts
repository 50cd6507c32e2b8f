import { committees } from './committee/committee.aggregate';
import { disputes } from './dispute/dispute.aggregate';
import { analyses, trainings } from './guidance/guidance.aggregate';
import { mediators } from './mediator/mediator.aggregate';
import { screenings } from './screening/screening.aggregate';

/** Everything a host needs to offer this context. */
export const mediationAggregates = [disputes, committees, mediators, screenings, analyses, trainings] as const;
