import { disputes } from './dispute/dispute.aggregate';
import { screenings } from './screening/screening.aggregate';

/** Everything a host needs to offer this context. */
export const mediationAggregates = [disputes, screenings] as const;
