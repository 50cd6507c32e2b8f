import { aggregate, body, code, list, uuid, whole } from '@fengqiao/platform';
import { z } from 'zod';
import { codesOf, PRIORITY_PERSONS } from '../dispute/codes';
import { screeningDecider } from './screening';

const period = z.string().regex(/^\d{4}-(W\d{2}|\d{2}|[a-z][A-Za-z]{2,39})$/, {
  error: '须为周（2026-W47）、月（2026-11）或专项（2026-nationalDay） / must be a week (2026-W47), a month (2026-11) or a special drive (2026-nationalDay)',
});
const visits = body({ tag: code(codesOf(PRIORITY_PERSONS)), persons: whole(100_000) });

/** Screenings (纠纷排查): streams mediation.screening-<uuid>, routes under /v1/mediation/screenings. */
export const screenings = aggregate({
  context: 'mediation',
  name: 'screening',
  collection: 'screenings',
  label: { zh: '纠纷排查', en: 'screening' },
  decider: screeningDecider,
  commands: {
    ScreenArea: {
      label: { zh: '上报排查', en: 'report a screening' },
      path: '',
      creates: true,
      claimable: true,
      roles: ['mediator', 'committeeChair', 'officeClerk', 'officeDirector'],
      body: body({
        period,
        householdsVisited: whole(1_000_000),
        disputesFound: whole(100_000),
        disputeIds: list(uuid(), 1_000).optional(),
        priorityVisits: list(visits, PRIORITY_PERSONS.length).optional(),
        doorToDoor: z.boolean({ error: '须为 true 或 false / must be true or false' }).optional(),
      }),
    },
  },
  authorise: (actor, state) => {
    if (actor.officeId === '' || actor.division === '') return false;
    return state.status === 'none' || state.screening.officeId === actor.officeId || state.screening.division.startsWith(actor.division);
  },
  jurisdiction: (_state, _command, actor) => actor.division,
  present: (state) => {
    if (state.status === 'none') return undefined;
    const { disputeIds, priorityVisits, ...rest } = state.screening;
    return { ...rest, disputeIds: [...disputeIds], priorityVisits: priorityVisits.map((each) => ({ ...each })) };
  },
});
