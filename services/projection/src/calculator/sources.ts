import type { WorkingCalendar } from '@fengqiao/calendar';
import type { NormalisedPack, StatutoryPeriod } from '@fengqiao/policies';

/** What the calculator counts with; it knows no clock, no folder and no server. */
export interface Sources {
  /** In the order of adoption; of one pack the last version is the newest. */
  readonly packs: readonly NormalisedPack[];
  readonly statutes: readonly StatutoryPeriod[];
  readonly calendar: WorkingCalendar;
}
