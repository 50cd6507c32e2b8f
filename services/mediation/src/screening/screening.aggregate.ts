import { aggregate, body, list, uuid, whole } from '@fengqiao/platform';
import { z } from 'zod';
import { screeningDecider } from './screening';

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
        period: z.string().regex(/^\d{4}-(W\d{2}|\d{2})$/, { error: '须为周（2026-W47）或月（2026-11） / must be a week (2026-W47) or a month (2026-11)' }),
        householdsVisited: whole(1_000_000),
        disputesFound: whole(100_000),
        disputeIds: list(uuid(), 1_000).optional(),
      }),
    },
  },
  authorise: (actor, state) => {
    if (actor.officeId === '' || actor.division === '') return false;
    return state.status === 'none' || state.screening.officeId === actor.officeId || state.screening.division.startsWith(actor.division);
  },
  jurisdiction: (_state, _command, actor) => actor.division,
  present: (state) => (state.status === 'none' ? undefined : { ...state.screening }),
});
