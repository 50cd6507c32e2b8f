import type { QueryRoute } from '@fengqiao/platform';
import { obligationRows } from '../deadlines/obligation-row';
import { ask, EVERYBODY, listed, page, parametersOf } from './asking';
import { deadlineItem } from './deadline-item';
import type { ReadParts } from './read-parts';
import { deadline, pageOf } from './schemas';

/** Every obligation in the asker's scope, running or closed: the deadline calendar (时限日历). */
export function deadlineCalendar(parts: ReadParts): QueryRoute {
  return {
    id: 'deadlineCalendar',
    path: '/v1/views/deadline-calendar',
    label: { zh: '时限日历', en: 'deadline calendar: every obligation with its rule, raw and rolled due, state and office' },
    roles: EVERYBODY,
    parameters: parametersOf(obligationRows),
    produces: ['json'],
    response: pageOf(deadline),
    handle: async (context) => {
      const asked = await ask(obligationRows, context, parts);
      if (!asked.ok) return asked.answer;
      const { deadlines } = parts.readSide.opened;
      const now = parts.clock.now();
      await deadlines.settled(now);
      const found = await page(deadlines.rows, asked.query, { sort: { field: 'due', descending: false } });
      return { kind: 'json', body: await listed(obligationRows, asked.query, found, parts, ({ document }) => deadlineItem(document, now, parts)) };
    },
  };
}
