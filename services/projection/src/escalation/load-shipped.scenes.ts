// eslint-disable-next-line fengqiao/pure -- in a test this stands in for the host, which reads what ships
import { loadCalendarYears } from '@fengqiao/calendar';
import { mustLoadPacks } from '@fengqiao/policies';
// eslint-disable-next-line fengqiao/pure -- as above
import { packTexts } from '@fengqiao/policies/shipped';

/** What ships. */
export const SHIPPED = { packs: mustLoadPacks(packTexts()), years: loadCalendarYears() };
