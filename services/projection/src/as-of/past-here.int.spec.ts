import { MemoryEventStore } from '@fengqiao/event-store/memory';
import { toInstant } from '@fengqiao/kernel';
import { MemoryViewStore } from '@fengqiao/read-models/memory';
import { freePace, Registry } from '../escalation/world.scenes';
import { pastHere } from './past-here';

it('folds an instant once, and again only when four others have been asked for since', async () => {
  const store = new MemoryEventStore();
  await new Registry(store, { now: () => toInstant(0) }).registered('mediation.dispute-1');
  let folds = 0;
  const log = { read: store.read.bind(store), head: store.head.bind(store), readAll: (request: Parameters<typeof store.readAll>[0]) => ((folds += request.after === 0 ? 1 : 0), store.readAll(request)) };
  const past = pastHere({ log, pace: freePace(), cursorSecret: 'secret', viewStore: (projection) => new MemoryViewStore(projection) });
  const actor = { personId: 'p', account: 'p', name: 'p', officeId: '', roles: [], division: '', level: 0 } as never;
  const ask = async (ms: number) => {
    const before = folds;
    const answer = await past.ask(toInstant(ms), { route: 'disputeLedger', actor, scope: { divisionPrefix: '', offices: [] } as never, path: {}, query: {} });
    expect(answer).toMatchObject({ kind: 'json', body: { total: 1, freshness: { asOf: toInstant(ms) } } });
    return folds > before;
  };
  const asked: boolean[] = [];
  for (const ms of [1, 1, 2, 3, 4, 1, 5, 1, 2]) asked.push(await ask(ms));
  expect(asked).toEqual([true, false, true, true, true, false, true, false, true]);
  await past.close();
  expect(await ask(1)).toBe(true);
});
