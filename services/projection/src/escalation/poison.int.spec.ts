import type { EventStore } from '@fengqiao/event-store';
import { MemoryEventStore } from '@fengqiao/event-store/memory';
import { MemoryViewStore } from '@fengqiao/read-models/memory';
import { engineJudge } from '../deadlines/engine-judge';
import type { DeadlineView } from '../deadlines/deadline-view';
import type { Judge } from '../deadlines/judge';
import { county, World } from './world.scenes';

const POISONED = 'mediation.dispute-1';
const HEALTHY = 'mediation.dispute-2';

const viewStore = <D>(projection: ConstructorParameters<typeof MemoryViewStore<D>>[0]) => new MemoryViewStore<D>(projection);

/** An event of a type that this version does not know. */
async function appendUnknown(store: EventStore, stream: string): Promise<void> {
  const events = await store.read(stream);
  const last = events.at(-1);
  if (!last) throw new Error(`${stream} has no events`);
  const { recordedAt, ...meta } = last.meta;
  const id = '00000000-0000-4000-8000-00000000dead';
  await store.append(stream, last.revision, [{ id, type: 'mediation.v2.DisputeDreamt', data: {}, meta: { ...meta, command: { id, body: '' } } }], recordedAt);
}

/** A judge that fails on a subject as soon as it holds a fact of this type. */
function failingOn(type: string): (...given: Parameters<typeof engineJudge>) => Judge {
  return (...given) => {
    const sound = engineJudge(...given);
    return {
      ...sound,
      judge: (question) => {
        if (question.subject === POISONED && question.facts.some((fact) => fact.type === type)) throw new Error('the engine chokes');
        return sound.judge(question);
      },
    };
  };
}

const shown = (view: DeadlineView) => view.all().map(({ stream, obligations, parked, next }) => ({ stream, obligations, parked, next }));

describe('a poison event', () => {
  it.each([
    ['of a type that is not known', undefined, 'UNKNOWN_TYPE mediation.v2.DisputeDreamt'],
    ['on which the engine fails', failingOn('mediation.v1.DisputeAnalysed'), 'JUDGING_FAILED mediation.v1.DisputeAnalysed mediation.dispute-1@2'],
  ])('%s parks its own case with an alarm, lets others flow, and what was owed before it is still raised; live and rebuilt alike', async (_what, judge, reason) => {
    const store = new MemoryEventStore();
    const { facts, clock, world, moveTo, told } = await county({ store, viewStore, judge }, '2026-11-23T08:00:00+08:00');
    for (const stream of [POISONED, HEALTHY]) {
      await facts.registered(stream);
      await facts.gradedMajor(stream);
    }
    await moveTo('23T16:00');
    if (judge) await facts.append(POISONED, 'mediation.v1.DisputeAnalysed', { analysis: '' });
    else await appendUnknown(store, POISONED);
    await moveTo('23T16:30');
    await facts.reported(POISONED);
    await facts.reported(HEALTHY, 'report-2');
    await facts.acknowledged(HEALTHY, 'report-2');
    await moveTo('24T12:00');

    expect(world.alarms).toEqual([{ subject: POISONED, code: expect.stringContaining(reason) }]);
    const view = world.opened.deadlines.view;
    expect(view.get(HEALTHY)?.parked).toBeUndefined();
    expect(view.get(HEALTHY)?.obligations.map(({ ruleId, state }) => [ruleId, state])).toContainEqual(['R000-25.report', 'met']);
    expect(view.get(POISONED)?.parked?.reason).toContain(reason);
    expect(view.get(POISONED)?.obligations.map(({ ruleId, state, marks }) => [ruleId, state, marks.undetermined])).toEqual([['R000-25.report', 'running', true]]);
    expect((await told()).map((each) => 'rung' in each && `${each.at} ${each.rung}`)).toEqual(['11-23 17:30 warn', '11-24 00:00 breach']);

    const rebuilt = new World({ store, clock, viewStore, judge });
    await rebuilt.catchUp();
    await rebuilt.opened.deadlines.settled(clock.now());
    expect(shown(rebuilt.opened.deadlines.view)).toEqual(shown(view));
    expect(rebuilt.alarms).toEqual(world.alarms);
  });

  it('proves no rung unfounded: what later code or facts say, a parked case takes nothing back', async () => {
    const store = new MemoryEventStore();
    const sound = await county({ store, viewStore }, '2026-11-23T08:00:00+08:00');
    await sound.facts.registered(POISONED);
    await sound.facts.gradedMajor(POISONED);
    await sound.moveTo('24T12:00');
    expect(await sound.told()).toHaveLength(2);
    const choking = new World({ store, clock: sound.clock, viewStore, judge: failingOn('mediation.v1.DisputeGraded') });
    await choking.moveTo('2026-11-24T13:00:00+08:00');
    expect(choking.opened.deadlines.view.get(POISONED)?.obligations).toEqual([]);
    expect(await sound.told()).toHaveLength(2);
  });
});
