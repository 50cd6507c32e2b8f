import type { AnyAggregate } from '@fengqiao/platform';
import { offices } from './office/office.aggregate';
import { persons } from './person/person.aggregate';
import { rosters } from './roster/roster.aggregate';

export { offices, persons, rosters };

/** Every aggregate of the directory context (机构与值班). */
export const directoryAggregates: readonly AnyAggregate[] = [offices, persons, rosters];
