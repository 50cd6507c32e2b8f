import { MemoryEventStore } from '@fengqiao/event-store/memory';
import { MemoryViewStore } from '@fengqiao/read-models/memory';
import { county, type County } from '../escalation/world.scenes';
import { checkDeadlines, type DeadlineCheck } from './check-deadlines';

const CASE = 'mediation.dispute-1';

async function tuesday(): Promise<County> {
  const found = await county({ store: new MemoryEventStore(), viewStore: (projection) => new MemoryViewStore(projection) }, '2026-11-23T08:00:00+08:00');
  for (const stream of [CASE, 'mediation.dispute-2']) {
    await found.facts.registered(stream);
    await found.facts.gradedMajor(stream);
  }
  await found.moveTo('23T16:00');
  await found.facts.reported(CASE);
  await found.moveTo('24T09:40');
  return found;
}

function checked({ world, clock }: County, caughtUp = () => world.catchUp()): Promise<DeadlineCheck> {
  return checkDeadlines(world.opened, world.sources, () => clock.now(), caughtUp);
}

describe('obligations, judged again from the log alone', () => {
  it('are those of the live view', async () => {
    expect(await checked(await tuesday())).toEqual({ subjects: 2, differences: [] });
  });

  it('differ by case and rule where the live view was fed something else', async () => {
    const found = await tuesday();
    const { view } = found.world.opened.deadlines;
    const document = await found.world.opened.projectors.facts.store.get(CASE);
    if (!document) throw new Error('the case has facts');
    view.putFacts({ ...document, document: { facts: document.document.facts.slice(0, 2) } });
    const { differences } = await checked(found);
    expect(differences.map(({ stream }) => new Set([CASE]).has(stream))).not.toContain(false);
    expect(differences.map(({ field }) => field.split(' ')[0]).sort()).toEqual(['R000-25.answer', 'R000-25.report', 'ZHUJI-25.acknowledge', 'next']);
  });

  it('are compared once more where a command came in between', async () => {
    const found = await tuesday();
    let taken = false;
    const check = await checked(found, async () => {
      if (!taken) await found.facts.acknowledged(CASE);
      taken = true;
      await found.world.catchUp();
    });
    expect(check.differences).toEqual([]);
  });
});
