// eslint-disable-next-line fengqiao/pure -- in a test this stands in for the host, which reads what ships
import { loadCalendarYears } from '@fengqiao/calendar';
import { onlyRules, SAME_DAY } from '@fengqiao/deadlines/scenario';
import { mustLoadPacks } from '@fengqiao/policies';
// eslint-disable-next-line fengqiao/pure -- as above
import { packTexts } from '@fengqiao/policies/shipped';

/** Of what ships the calendar, and of the packs the rules that the scenes here tell of. */
export const SHIPPED = { packs: onlyRules(mustLoadPacks(packTexts()), SAME_DAY), years: loadCalendarYears() };
