import fc from 'fast-check';
import { AppendOutcomeUnknown, StoreUnavailable, type EventStore } from '@fengqiao/event-store';
import { MemoryEventStore } from '@fengqiao/event-store/memory';
import { MS_PER_DAY, MS_PER_MINUTE, type Json } from '@fengqiao/kernel';
import { KeyDestroyed } from '@fengqiao/security';
import type { CommandOutcome } from './pipeline';
import { after, clerk, directory, fatefulStore, notes, START, told, toyWorld, type Fate } from './toy.scenes';

const STREAM = 'toy.note-of c1';
const kindOf = (outcome: CommandOutcome) => (outcome.kind === 'refused' ? outcome.refusal.code : outcome.kind);

describe('the command pipeline', () => {
  let store: EventStore;
  let world: ReturnType<typeof toyWorld>;
  const textsOf = async (stream = STREAM) => (await store.read(stream)).map((event) => (event.data as { text: string }).text);
  /** The world on a store whose appends meet these fates. */
  const fated = (...fates: Fate[]) => toyWorld(fatefulStore(store, fates), {}, 'f');

  beforeEach(() => {
    store = new MemoryEventStore();
    world = toyWorld(store);
    told.length = 0;
  });

  describe('carries a command out', () => {
    it('and appends its event with who, where, when and why', async () => {
      const outcome = await world.open('one', { correlation: 'r' });
      const events = await store.read(STREAM);
      expect(outcome).toEqual({ kind: 'done', stream: STREAM, revision: 0, events, repeated: false, state: { office: 'township', texts: ['one'] } });
      expect(events).toMatchObject([{
        id: `${STREAM} c1#0`, type: 'toy.v1.Noted', revision: 0, data: { text: 'one', office: 'township', approvedBy: '' },
        meta: { occurredAt: START, recordedAt: START, actor: 'person of clerk', office: 'township', jurisdiction: '330681109', correlation: 'r', causation: '', command: { id: 'c1' } },
      }]);
    });

    it('and tells decide the time, the actor, the stream, ids of its own and the look-ups', async () => {
      await world.open('one');
      const { command, state, context } = told[0] as (typeof told)[0];
      expect([command, state]).toEqual([{ type: 'OpenNote', text: 'one' }, undefined]);
      expect(context).toMatchObject({ now: START, actor: clerk, self: 'of c1', approvedBy: '', look: directory });
      expect([context.id(0), context.id(1)]).toEqual([`${STREAM} c1#1000`, `${STREAM} c1#1001`]);
    });

    it('and appends all events of a decision together, each under its own id', async () => {
      await world.open('one');
      expect(await world.run('AddTwice', 'two', { id: 'of c1' })).toMatchObject({ kind: 'done', revision: 2, state: { texts: ['one', 'two', 'two, again'] } });
      expect((await store.read(STREAM)).map((event) => event.id)).toEqual(['c1#0', 'c2#0', 'c2#1'].map((id) => `${STREAM} ${id}`));
      expect((await store.read(STREAM))[1]?.meta.jurisdiction).toBe('330681109!');
    });

    it('and appends nothing where decide stays quiet', async () => {
      await world.open('one');
      expect(await world.add('one')).toMatchObject({ kind: 'done', revision: 0, events: [], state: { texts: ['one'] } });
      expect(await store.head()).toBe(1);
    });

    it('and puts it into the stream that its body names, where the aggregate says so', async () => {
      const pinned = (commandId: string, text: string) => world.pipeline.execute(notes, { type: 'PinNote', body: { id: 'board', text }, actor: clerk, commandId, correlation: '' });
      expect(await pinned('p1', 'one')).toMatchObject({ kind: 'done', stream: 'toy.note-board', revision: 0 });
      expect(await pinned('p2', 'two')).toMatchObject({ kind: 'done', stream: 'toy.note-board', revision: 1 });
    });

    it('and hands on what was sealed, not what was said', async () => {
      const places: unknown[] = [];
      const sealing = toyWorld(store, { seal: async (type, data, place) => (places.push([type, place]), { ...data, text: 'sealed' }) });
      expect(await sealing.open('one')).toMatchObject({ state: { texts: ['sealed'] } });
      expect([places, await textsOf()]).toEqual([[['toy.v1.Noted', { eventId: `${STREAM} c1#0`, stream: STREAM }]], ['sealed']]);
    });
  });

  describe('a retry of a command', () => {
    it('is answered again from its events, as it was then, and appends nothing', async () => {
      const first = await world.open('one', { commandId: 'k' });
      await world.run('AddNote', 'two', { id: 'of k' });
      const head = await store.head();
      expect(await world.open('one', { commandId: 'k' })).toEqual({ ...first, repeated: true });
      expect([await store.head(), told.length]).toEqual([head, 2]);
    });

    it('is answered with all its events', async () => {
      await world.open('one');
      const first = await world.run('AddTwice', 'two', { id: 'of c1', commandId: 'k' });
      expect(await world.run('AddTwice', 'two', { id: 'of c1', commandId: 'k' })).toEqual({ ...first, repeated: true });
      expect(first.kind === 'done' && first.events).toHaveLength(2);
    });

    it('is answered again also where its If-Match is stale by its own event', async () => {
      await world.open('one');
      const first = await world.add('two', { commandId: 'k', ifMatch: 0 });
      expect(await world.add('two', { commandId: 'k', ifMatch: 0 })).toEqual({ ...first, repeated: true });
    });

    it.each<[string, Partial<Parameters<typeof world.pipeline.execute>[1]>]>([
      ['body', { body: { text: 'other' } }],
      ['type', { type: 'AddTwice' }],
      ['claimed time', { occurredAt: after(-2_000) }],
      ['approver', { approvedBy: 'head' }],
    ])('with another %s is no retry, and is refused', async (_what, change) => {
      await world.open('one');
      await world.add('two', { commandId: 'k', occurredAt: after(-1_000), approvedBy: 'director' });
      const again = { id: 'of c1', type: 'AddNote', body: { text: 'two' }, actor: clerk, commandId: 'k', correlation: '', occurredAt: after(-1_000), approvedBy: 'director' };
      expect(kindOf(await world.pipeline.execute(notes, again))).toBe('done');
      expect(await world.pipeline.execute(notes, { ...again, ...change })).toEqual({ kind: 'keyReused' });
      expect(await textsOf()).toEqual(['one', 'two']);
    });

    it('is decided anew where the first one was refused', async () => {
      await world.open('no', { commandId: 'k' });
      expect(await world.open('no', { commandId: 'k' })).toMatchObject({ kind: 'refused' });
      expect(told).toHaveLength(2);
    });
  });

  describe('a stream that is asked for again', () => {
    it('is folded on from where it was', async () => {
      let folded = 0;
      const evolve: typeof notes.decider.evolve = (state, event) => ((folded += 1), notes.decider.evolve(state, event));
      const counted = { ...notes, decider: { ...notes.decider, evolve } };
      const add = (n: number) => world.pipeline.execute(counted, { id: 'of c1', type: 'AddNote', body: { text: `${n}` }, actor: clerk, commandId: `k${n}`, correlation: '' });
      await world.open('one');
      for (let n = 0; n < 10; n += 1) await add(n);
      // Each event once as the log has it, and once for the answer of its own command.
      expect(folded).toBe(20);
    });

    it('is decided on with what another process has written since', async () => {
      const other = toyWorld(store, {}, 'o');
      await world.open('one');
      await world.add('two');
      await other.add('three', { commandId: 'k' });
      await world.add('four');
      expect(told.at(-1)?.state?.texts).toEqual(['one', 'two', 'three']);
      expect(await world.add('three', { commandId: 'k' })).toMatchObject({ repeated: true, revision: 2 });
      expect(await world.add('five', { commandId: 'k' })).toEqual({ kind: 'keyReused' });
    });

    it('is known whole however long it grows', async () => {
      await world.open('0');
      for (let n = 1; n < 300; n += 1) await world.add(`${n}`);
      expect(told.at(-1)?.state?.texts).toEqual(Array.from({ length: 299 }, (_, n) => `${n}`));
      expect(await world.add('1', { commandId: 'c2' })).toMatchObject({ repeated: true, revision: 1 });
    });
  });

  describe('a key that is sent to two cases', () => {
    const idsOf = (outcome: CommandOutcome) => (outcome.kind === 'done' ? outcome.events.map((event) => event.id) : []);

    it('makes two commands, and nothing that the one makes has an id of the other', async () => {
      await world.open('one', { commandId: 'a' });
      await world.open('one', { commandId: 'b' });
      told.length = 0;
      const [first, second] = [await world.run('AddTwice', 'two', { id: 'of a', commandId: 'k' }), await world.run('AddTwice', 'two', { id: 'of b', commandId: 'k' })];
      expect([first, second]).toMatchObject([{ kind: 'done', repeated: false, revision: 2 }, { kind: 'done', repeated: false, revision: 2 }]);
      expect(new Set([...idsOf(first), ...idsOf(second)]).size).toBe(4);
      expect(told[0]?.context.id(0)).not.toBe(told[1]?.context.id(0));
      expect(await world.run('AddTwice', 'two', { id: 'of a', commandId: 'k' })).toMatchObject({ repeated: true, stream: 'toy.note-of a' });
    });
  });

  describe('what is recorded once', () => {
    const copy = (account: string, commandId: string, text = 'one') =>
      world.pipeline.execute(notes, { type: 'CopyNote', body: { id: 'register 7', text }, actor: directory.actor(account), commandId, correlation: '' });

    it('is answered again whoever of the office sends it, and is in the log once', async () => {
      const first = await copy('clerk', 'a');
      expect(first).toMatchObject({ kind: 'done', stream: 'toy.note-330681 register 7', repeated: false });
      expect(await copy('colleague', 'b')).toEqual({ ...first, repeated: true });
      expect(await copy('clerk', 'a')).toEqual({ ...first, repeated: true });
      expect(await store.head()).toBe(1);
    });

    it('is refused with other content, and where another office has it', async () => {
      await copy('clerk', 'a');
      expect(kindOf(await copy('colleague', 'b', 'two'))).toBe('RECORDED_OTHERWISE');
      expect(kindOf(await copy('clerk', 'a', 'two'))).toBe('keyReused');
      expect(kindOf(await copy('stranger', 'c'))).toBe('RECORDED_ELSEWHERE');
      expect(await store.head()).toBe(1);
    });

    it('is one also where two processes are asked at once', async () => {
      const other = toyWorld(fatefulStore(store, ['conflict']));
      expect(kindOf(await other.pipeline.execute(notes, { type: 'CopyNote', body: { id: 'register 8', text: 'one' }, actor: clerk, commandId: 'a', correlation: '' }))).toBe('RECORDED_OTHERWISE');
    });
  });

  describe('who may not', () => {
    const unauthorised = { actor: directory.actor('stranger') };

    it('is answered as if there were nothing, before decide is asked', async () => {
      await world.open('one');
      told.length = 0;
      const answers = await Promise.all([world.add('two', unauthorised), world.add('two', { ...unauthorised, id: 'none' }), world.add('two', { id: 'none' })]);
      expect(answers).toEqual([{ kind: 'notFound' }, { kind: 'notFound' }, { kind: 'notFound' }]);
      expect([told, await store.head()]).toEqual([[], 1]);
    });

    it('learns nothing from If-Match either', async () => {
      await world.open('one');
      const answers = [0, 7].flatMap((ifMatch) => ['of c1', 'none'].map((id) => world.add('two', { ...unauthorised, id, ifMatch })));
      expect(await Promise.all(answers)).toEqual(Array(4).fill({ kind: 'notFound' }));
    });

    it('nor from a claimed time', async () => {
      await world.open('one');
      expect(await world.add('two', { ...unauthorised, occurredAt: after(MS_PER_DAY) })).toEqual({ kind: 'notFound' });
    });

    it('is answered the same where decide finds it out by a look-up', async () => {
      await world.open('one');
      for (const more of [{}, { ifMatch: 0 }, { ifMatch: 7 }, { occurredAt: after(MS_PER_DAY) }]) expect(await world.add('never', more)).toEqual({ kind: 'notFound' });
    });

    it('may not read either, unless the aggregate says otherwise by a look-up', () => {
      const note = { office: 'township', texts: [] };
      const openToAll = { ...notes, mayRead: (_actor: unknown, _state: unknown, look: typeof directory) => look.office('township') !== undefined };
      expect([clerk, unauthorised.actor].map((actor) => world.pipeline.mayRead(notes, actor, note))).toEqual([true, false]);
      expect([clerk, unauthorised.actor].map((actor) => world.pipeline.mayRead(openToAll, actor, note))).toEqual([true, true]);
    });
  });

  describe('If-Match', () => {
    it('lets pass who read the last revision, and stops who did not', async () => {
      await world.open('one');
      expect(await world.add('two', { ifMatch: 0 })).toMatchObject({ kind: 'done', revision: 1 });
      expect(await world.add('three', { ifMatch: 0 })).toEqual({ kind: 'preconditionFailed', actual: 1 });
      expect(await world.add('three', { ifMatch: 2 })).toEqual({ kind: 'preconditionFailed', actual: 1 });
      expect(await textsOf()).toEqual(['one', 'two']);
    });

    it('comes before a refusal, which may be one by what the caller has not seen', async () => {
      await world.open('one');
      expect(await world.add('no', { ifMatch: 7 })).toEqual({ kind: 'preconditionFailed', actual: 0 });
      expect(kindOf(await world.add('no', { ifMatch: 0 }))).toBe('NOTE_REFUSED');
    });

    it('stops also who was overtaken on the way', async () => {
      await world.open('one');
      const racing = fated('conflict');
      expect(await racing.add('two', { ifMatch: 0 })).toEqual({ kind: 'preconditionFailed', actual: 1 });
    });
  });

  describe('a claimed time', () => {
    beforeEach(() => world.open('one'));
    const back = -MS_PER_DAY;

    it.each([
      ['now', 0, 'done'], ['60 s ahead', MS_PER_MINUTE, 'done'], ['more than 60 s ahead', MS_PER_MINUTE + 1, 'OCCURRED_IN_FUTURE'],
      ['24 h back', back, 'done'], ['more than 24 h back', back - 1, 'BACKDATED_NEEDS_APPROVAL'], ['years back', 900 * back, 'BACKDATED_NEEDS_APPROVAL'],
    ])('%s', async (_when, ms, expected) => {
      const outcome = await world.add('two', { occurredAt: after(ms) });
      expect(kindOf(outcome)).toBe(expected);
      if (outcome.kind === 'done') expect(outcome.events[0]?.meta).toMatchObject({ occurredAt: after(ms), recordedAt: START });
      if (outcome.kind === 'refused') expect(outcome.refusal.pointer).toBe('/occurredAt');
    });

    it.each([
      ['the head of the same office', 'director', 'done'], ['a head above', 'head', 'done'],
      ['a colleague who leads nothing', 'colleague', 'APPROVER_NOT_ENTITLED'], ['an operator above', 'countyOperator', 'APPROVER_NOT_ENTITLED'],
      ['a head below', 'chair', 'APPROVER_NOT_ENTITLED'], ['a head beside', 'siblingDirector', 'APPROVER_NOT_ENTITLED'],
      ['nobody known', 'nobody', 'APPROVER_NOT_ENTITLED'], ['an empty name', '', 'APPROVER_NOT_ENTITLED'],
    ])('long past is approved by %s: %s, %s', async (_who, approvedBy, expected) => {
      for (const occurredAt of [after(30 * back), after(-1_000), undefined]) {
        const outcome = await world.add(`two ${occurredAt}`, { occurredAt, approvedBy });
        expect([occurredAt, kindOf(outcome)]).toEqual([occurredAt, expected]);
        if (outcome.kind === 'refused') expect(outcome.refusal.pointer).toBe('/approvedBy');
        if (outcome.kind === 'done') expect(outcome.events[0]?.data).toMatchObject({ approvedBy });
      }
    });

    it('is not approved by oneself', async () => {
      await world.open('by the director', { actor: directory.actor('director'), commandId: 'd' });
      const outcome = await world.add('two', { id: 'of d', actor: directory.actor('director'), occurredAt: after(2 * back), approvedBy: 'director' });
      expect(kindOf(outcome)).toBe('APPROVER_NOT_ENTITLED');
    });

    it('in the future is not saved by an approval', async () => {
      expect(kindOf(await world.add('two', { occurredAt: after(MS_PER_MINUTE + 1), approvedBy: 'head' }))).toBe('OCCURRED_IN_FUTURE');
    });
  });

  describe('another writer who is first', () => {
    it.each([1, 2, 3])('%i times in a row is lived with: read and decide again', async (times) => {
      await world.open('one');
      told.length = 0;
      const outcome = await fated(...Array<Fate>(times).fill('conflict')).add('two');
      expect(outcome).toMatchObject({ kind: 'done', revision: times + 1, repeated: false });
      expect(told.map(({ state }) => state?.texts.length)).toEqual(Array.from({ length: times + 1 }, (_, n) => n + 1));
    });

    it('four times in a row is told, and nothing of ours is written', async () => {
      await world.open('one');
      expect(await fated('conflict', 'conflict', 'conflict', 'conflict').add('two')).toEqual({ kind: 'contended' });
      expect(await textsOf()).toEqual(['one', 'other 1', 'other 2', 'other 3', 'other 4']);
    });
  });

  describe('an append of unknown outcome', () => {
    it('that was written is answered from the log, once', async () => {
      expect(await fated('unknownWritten').open('one', { commandId: 'c1' })).toMatchObject({ kind: 'done', revision: 0, events: [{ id: `${STREAM} c1#0` }], state: { texts: ['one'] } });
      expect(await textsOf()).toEqual(['one']);
    });

    it('that was lost is made again', async () => {
      expect(await fated('unknownLost', 'unknownLost').open('one', { commandId: 'c1' })).toMatchObject({ kind: 'done', revision: 0, repeated: false });
      expect(await textsOf()).toEqual(['one']);
    });

    it('that was lost, while another writer came between, is decided again', async () => {
      await world.open('one');
      expect(await fated('unknownLost', 'conflict').add('two')).toMatchObject({ kind: 'done', revision: 2 });
      expect(await textsOf()).toEqual(['one', 'other 1', 'two']);
    });

    it('that was written at the last attempt is found all the same', async () => {
      expect(await fated('unknownLost', 'unknownLost', 'unknownLost', 'unknownWritten').open('one', { commandId: 'c1' })).toMatchObject({ kind: 'done', revision: 0 });
      expect(await textsOf()).toEqual(['one']);
    });

    it('that stays unknown is not called a conflict', async () => {
      await expect(fated('unknownLost', 'unknownLost', 'unknownLost', 'unknownLost').open('one')).rejects.toThrow(AppendOutcomeUnknown);
      expect(await store.head()).toBe(0);
    });
  });

  describe('trouble', () => {
    it('of the store is passed on at once', async () => {
      const error = new StoreUnavailable('DISK_FULL', 'full');
      let calls = 0;
      const full = Object.assign(Object.create(store) as EventStore, { append: () => ((calls += 1), Promise.reject(error)) });
      await expect(toyWorld(full).open('one')).rejects.toBe(error);
      expect(calls).toBe(1);
    });

    it('of a decider reaches its caller alone', async () => {
      await world.open('one');
      const [bug, next] = await Promise.allSettled([world.add('boom'), world.add('two')]);
      expect([bug.status, next]).toEqual(['rejected', expect.objectContaining({ value: expect.objectContaining({ kind: 'done', revision: 1 }) })]);
    });

    it('of an erased person is a refusal', async () => {
      const erased = toyWorld(store, { seal: () => Promise.reject(new KeyDestroyed('p')) });
      expect(kindOf(await erased.open('one'))).toBe('PERSON_ERASED');
    });

    it('of a clock that steps back a little is smoothed, of one that is far behind is refused', async () => {
      await world.open('one');
      world.clock.advance({ ms: -5_000 });
      expect(await world.add('two')).toMatchObject({ kind: 'done', events: [{ meta: { occurredAt: START, recordedAt: START } }] });
      world.clock.advance({ ms: -1 });
      await expect(world.add('three')).rejects.toMatchObject({ code: 'CLOCK_FAULT' });
    });

    it('of an unknown command is a bug', async () => {
      await expect(world.pipeline.execute(notes, { type: 'Paint', body: {}, actor: clerk, commandId: 'k', correlation: '' })).rejects.toThrow('Paint');
    });
  });

  describe('many at once', () => {
    it('on one stream queue: none is contended, each is decided on what the one before left', async () => {
      await world.open('one');
      told.length = 0;
      const outcomes = await Promise.all(Array.from({ length: 64 }, (_, n) => world.add(`line ${n}`)));
      expect(outcomes.map((outcome) => outcome.kind === 'done' && outcome.revision)).toEqual(Array.from({ length: 64 }, (_, n) => n + 1));
      expect(told.map(({ state }) => state?.texts.length)).toEqual(Array.from({ length: 64 }, (_, n) => n + 1));
    });

    it('with one key are one', async () => {
      const outcomes = await Promise.all(Array.from({ length: 16 }, () => world.open('one', { commandId: 'k' })));
      expect(outcomes.filter((outcome) => outcome.kind === 'done' && !outcome.repeated)).toHaveLength(1);
      expect(await store.head()).toBe(1);
    });

    it('in two processes lose nothing and write nothing twice', async () => {
      await world.open('one');
      const worlds = [world, toyWorld(store)];
      const commands = Array.from({ length: 60 }, (_, n) => (worlds[n % 2] as typeof world).add(`line ${n}`, { commandId: `many ${n}` }));
      const outcomes = await Promise.all(commands);
      const done = outcomes.flatMap((outcome, n) => (outcome.kind === 'done' ? [`line ${n}`] : []));
      expect(outcomes.every(({ kind }) => kind === 'done' || kind === 'contended')).toBe(true);
      expect((await textsOf()).slice(1).sort()).toEqual(done.sort());
    });

    it('in two processes decide on what the other wrote: what holds already is not written again', async () => {
      await world.open('one');
      const turn = () => new Promise((resolve) => setImmediate(resolve));
      const [here, there] = [world, toyWorld(store, { seal: async (_type, data) => (await turn(), data) })];
      for (let n = 0; n < 20; n += 1) await Promise.all([here, there].map((each, which) => each.add(`line ${n}`, { commandId: `${which} ${n}` })));
      expect(await textsOf()).toEqual(['one', ...Array.from({ length: 20 }, (_, n) => `line ${n}`)]);
    });

    it('under any faults and retries, each command is in the log once and whole, or not at all', async () => {
      const fates = fc.array(fc.constantFrom<Fate>('works', 'works', 'conflict', 'unknownWritten', 'unknownLost'), { maxLength: 40 });
      const commands = fc.array(fc.record({ key: fc.nat(6), type: fc.constantFrom('AddNote' as const, 'AddTwice' as const) }), { minLength: 1, maxLength: 12 });
      await fc.assert(
        fc.asyncProperty(fates, commands, async (plan, played) => {
          const log = new MemoryEventStore();
          await toyWorld(log).open('one');
          const { run } = toyWorld(fatefulStore(log, [...plan]));
          const answered = new Map<string, Json>();
          for (const { key, type } of played) {
            const commandId = `${type} ${key}`;
            const outcome = await run(type, commandId, { id: 'of c1', commandId }).catch(unlessUnknown);
            if (outcome?.kind !== 'done') continue;
            const ids = outcome.events.map((event) => event.id);
            expect([commandId, answered.get(commandId) ?? ids]).toEqual([commandId, ids]);
            answered.set(commandId, ids);
          }
          const mine = (await log.read(STREAM)).filter((event) => event.meta.command.id.startsWith('Add'));
          const byCommand = new Map<string, string[]>();
          for (const { id, meta } of mine) byCommand.set(meta.command.id, [...(byCommand.get(meta.command.id) ?? []), id]);
          for (const [commandId, ids] of byCommand) expect(ids).toEqual((commandId.startsWith('AddTwice') ? [0, 1] : [0]).map((index) => `${STREAM} ${commandId}#${index}`));
          for (const [commandId, ids] of answered) expect(byCommand.get(commandId)).toEqual(ids);
        }),
        { numRuns: 150 },
      );
    });
  });
});

/** An outcome that stays unknown is no answer; any other error is one of the test. */
function unlessUnknown(error: unknown): undefined {
  if (!(error instanceof AppendOutcomeUnknown)) throw error;
}
