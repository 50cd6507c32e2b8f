import fc from 'fast-check';
import { AppendOutcomeUnknown, StoreUnavailable, WrongExpectedRevision, type EventStore } from '@fengqiao/event-store';
import { MemoryEventStore } from '@fengqiao/event-store/memory';
import type { Clock, RecordedEvent } from '@fengqiao/kernel';
import { at, handMovedClock, type HandMovedClock } from '@fengqiao/testing';
import { CaseNumbering } from './numbering';
import { clerk, directory, fatefulStore, notes, toyWorld, type Fate, type Note } from './toy.scenes';

const STREAM = 'numbering.township.2026.便';
const numbered = notes.numbered as NonNullable<typeof notes.numbered>;
const upTo = (n: number) => Array.from({ length: n }, (_, index) => index + 1);

describe('case numbers', () => {
  let store: EventStore;
  let world: ReturnType<typeof toyWorld>;
  let numbering: CaseNumbering;
  const alarms: { readonly stream: string; readonly reason: string }[] = [];

  beforeEach(() => {
    store = new MemoryEventStore();
    world = toyWorld(store);
    alarms.length = 0;
    numbering = numberingOn(store);
  });

  const numberingOn = (on: EventStore, clock: Clock = world.clock) => new CaseNumbering({ store: on, clock, eventId: (commandId, index) => `${commandId}#${index}`, onAlarm: (alarm) => alarms.push(alarm) });
  /** A case as the command left it that made it. */
  const open = async (text = 'case', actor = clerk): Promise<{ readonly state: Note; readonly cause: RecordedEvent }> => {
    const outcome = await world.open(text, { actor });
    if (outcome.kind !== 'done') throw new Error(outcome.kind);
    return { state: outcome.state as Note, cause: outcome.events[0] as RecordedEvent };
  };
  const openMany = (n: number) => Promise.all(Array.from({ length: n }, () => open()));
  const assign = ({ state, cause }: Awaited<ReturnType<typeof open>>, by = numbering) => by.assign(numbered, state, cause);
  /** Every number of a stream with its case, in the order of the log; throws where number and place disagree. */
  const logged = async (stream = STREAM) =>
    (await store.read(stream)).map(({ data, revision }) => {
      const { number, caseStream } = data as { readonly number: number; readonly caseStream: string };
      expect(number).toBe(revision + 1);
      return caseStream;
    });

  it('tell of what, for whom and why they were given', async () => {
    const { state, cause } = await open();
    expect(await numbering.assign(numbered, state, cause)).toBe(1);
    expect(await store.read(STREAM)).toMatchObject([{
      id: `${cause.id}#0`, type: 'numbering.v1.CaseNumberAssigned', data: { number: 1, caseStream: cause.stream, officeId: 'township', year: 2026, kind: '便' },
      meta: { actor: 'system', office: 'township', jurisdiction: '330681109', correlation: cause.meta.correlation, causation: cause.id, command: { id: cause.id } },
    }]);
  });

  it('are 1 to 64 for 64 callers at once, each bound to one case', async () => {
    const cases = await openMany(64);
    const numbers = await Promise.all(cases.map((each) => assign(each)));
    expect([...numbers].sort((a, b) => a - b)).toEqual(upTo(64));
    const log = await logged();
    expect(numbers.map((number) => log[number - 1])).toEqual(cases.map(({ cause }) => cause.stream));
  });

  it('go on without a gap over many batches', async () => {
    const cases = await openMany(300);
    expect((await Promise.all(cases.map((each) => assign(each)))).sort((a, b) => a - b)).toEqual(upTo(300));
    expect(await assign(await open())).toBe(301);
    expect(new Set(await logged()).size).toBe(301);
  });

  it('count apart for each office, kind and year', async () => {
    const [mine, theirs] = [await open(), await open('case', directory.actor('stranger'))];
    expect([await assign(mine), await assign(theirs)]).toEqual([1, 1]);
    expect(await numbering.assign({ ...numbered, kind: '援' }, mine.state, (await open()).cause)).toBe(1);
    world.clock.moveTo('2027-01-01T00:00:00+08:00');
    expect(await assign(await open())).toBe(1);
    expect(await store.streams('numbering.')).toEqual([STREAM, 'numbering.sibling.2026.便', 'numbering.township.2026.援', 'numbering.township.2027.便']);
  });

  it.each([['2026-12-31T23:59:59.999+08:00', 2026], ['2027-01-01T00:00:00+08:00', 2027]])('at %s are of the year %i', async (instant, year) => {
    world.clock.moveTo(instant);
    await assign(await open());
    expect(await store.streams('numbering.')).toEqual([`numbering.township.${year}.便`]);
  });

  describe('of one case', () => {
    it.each<[string, (each: Awaited<ReturnType<typeof open>>, clock: HandMovedClock) => readonly Promise<number>[]]>([
      ['by the same numbering', (each) => [assign(each)]],
      ['by another one, as after a restart', (each) => [assign(each, numberingOn(store))]],
      ['many times at once, by two', (each) => [assign(each), assign(each), assign(each, numberingOn(store)), assign(each)]],
      ['after New Year', (each, clock) => (clock.moveTo('2027-01-01T00:00:00+08:00'), [assign(each), assign(each, numberingOn(store))])],
      ['years later', (each, clock) => (clock.moveTo('2031-05-05T00:00:00+08:00'), [assign(each, numberingOn(store))])],
    ])('stay the same when asked for again %s', async (_how, again) => {
      await openMany(2).then((cases) => Promise.all(cases.map((each) => assign(each))));
      const third = await open();
      expect(await assign(third)).toBe(3);
      const head = await store.head();
      expect(new Set(await Promise.all(again(third, world.clock)))).toEqual(new Set([3]));
      expect(await store.head()).toBe(head);
    });

    it('are one where many ask at once, also over New Year', async () => {
      const [each, other] = [await open(), await open()];
      const first = [assign(each), assign(each)];
      world.clock.moveTo('2027-01-01T00:00:00+08:00');
      expect(await Promise.all([...first, assign(each)])).toEqual([1, 1, 1]);
      expect(await assign(other)).toBe(1);
      expect((await store.readAll({ after: 0, limit: 100, prefixes: ['numbering.'] })).map((event) => event.stream)).toEqual([STREAM, 'numbering.township.2027.便']);
    });
  });

  describe('of two processes on one log', () => {
    it('race and stay without a gap', async () => {
      let conflicts = 0;
      const counting = Object.assign(Object.create(store) as EventStore, {
        append: (...args: Parameters<EventStore['append']>) => store.append(...args).catch((error: unknown) => {
          if (error instanceof WrongExpectedRevision) conflicts += 1;
          throw error;
        }),
      });
      const both = [numberingOn(counting), numberingOn(counting)];
      const numbers: number[] = [];
      for (let round = 0; round < 8; round += 1) {
        const cases = await openMany(8);
        numbers.push(...(await Promise.all(cases.map((each, n) => assign(each, both[n % 2])))));
      }
      expect(conflicts).toBeGreaterThan(0);
      expect(numbers.sort((a, b) => a - b)).toEqual(upTo(64));
      expect(new Set(await logged()).size).toBe(64);
    });

    it('ask for the same cases and agree', async () => {
      const both = [numberingOn(store), numberingOn(store)];
      const cases = await openMany(32);
      const answers = await Promise.all(both.map((by, n) => Promise.all((n === 0 ? cases : [...cases].reverse()).map((each) => assign(each, by)))));
      expect(answers[0]).toEqual([...(answers[1] as number[])].reverse());
      expect(new Set(await logged()).size).toBe(32);
    });
  });

  describe('under faults', () => {
    it('fail for all who waited, and are given without a gap afterwards', async () => {
      let isFull = true;
      const full = Object.assign(Object.create(store) as EventStore, {
        append: (...args: Parameters<EventStore['append']>) => (isFull ? Promise.reject(new StoreUnavailable('DISK_FULL', 'full')) : store.append(...args)),
      });
      const by = numberingOn(full);
      const cases = await openMany(5);
      const failed = await Promise.allSettled(cases.map((each) => assign(each, by)));
      expect(failed.map((each) => each.status === 'rejected' && (each.reason as StoreUnavailable).code)).toEqual(Array(5).fill('DISK_FULL'));
      isFull = false;
      expect((await Promise.all(cases.map((each) => assign(each, by)))).sort((a, b) => a - b)).toEqual(upTo(5));
    });

    it('are found again where the append was written and nobody knew', async () => {
      const by = numberingOn(fatefulStore(store, ['unknownWritten']));
      const [first, second] = [await open(), await open()];
      await expect(assign(first, by)).rejects.toThrow(AppendOutcomeUnknown);
      expect([await assign(second, by), await assign(first, by)]).toEqual([2, 1]);
      expect(await logged()).toEqual([first.cause.stream, second.cause.stream]);
    });

    it('are not made up where the log disagrees with itself', async () => {
      const { cause, state } = await open();
      const event = { id: 'x', type: 'numbering.v1.CaseNumberAssigned', data: { number: 7, caseStream: 'other' }, meta: { ...cause.meta, command: { id: 'x', body: '' } } };
      await store.append(STREAM, 'none', [event], cause.meta.recordedAt);
      await expect(numbering.assign(numbered, state, cause)).rejects.toThrow('holds number 7');
    });

    it('are 1 to n whatever fails, as long as callers ask again', async () => {
      const fates = fc.array(fc.constantFrom<Fate>('works', 'unknownWritten', 'unknownLost'), { maxLength: 30 });
      await fc.assert(
        fc.asyncProperty(fates, fates, fc.array(fc.nat(2), { minLength: 1, maxLength: 25 }), async (one, two, plan) => {
          store = new MemoryEventStore();
          world = toyWorld(store);
          const processes = [fatefulStore(store, [...one]), fatefulStore(store, [...two]), store].map((on) => numberingOn(on));
          const untilGiven = async (each: Awaited<ReturnType<typeof open>>, n: number): Promise<number> =>
            assign(each, processes[n]).catch((error: unknown) => {
              if (!(error instanceof AppendOutcomeUnknown)) throw error;
              return untilGiven(each, n);
            });
          const cases = await openMany(plan.length);
          const numbers = await Promise.all(cases.map((each, index) => untilGiven(each, plan[index] as number)));
          expect([...numbers].sort((a, b) => a - b)).toEqual(upTo(plan.length));
          expect(await logged()).toHaveLength(plan.length);
        }),
        { numRuns: 150 },
      );
    });
  });

  describe('a sweep', () => {
    it('gives a number to every case that a crash left without, in the order of the log, once', async () => {
      const cases = await openMany(6);
      await assign(cases[3] as (typeof cases)[0]);
      expect(await numberingOn(store).sweep(notes)).toBe(5);
      const streams = cases.map(({ cause }) => cause.stream);
      expect(await logged()).toEqual([streams[3], streams[0], streams[1], streams[2], streams[4], streams[5]]);
      expect(await numberingOn(store).sweep(notes)).toBe(0);
    });

    it('leaves the numbers of years before alone, and numbers what was left then in this year', async () => {
      const [numberedThen, left] = [await open(), await open()];
      await assign(numberedThen);
      world.clock.moveTo('2027-01-01T08:00:00+08:00');
      expect(await numberingOn(store).sweep(notes)).toBe(1);
      expect(await logged('numbering.township.2027.便')).toEqual([left.cause.stream]);
    });

    it('asks the office that made the case, wherever it went since', async () => {
      const moving = { ...notes, decider: { ...notes.decider, evolve: (_state: Note | undefined, { data }: { data: { office: string; text: string } }) => ({ office: data.text === 'moved' ? 'county' : data.office, texts: [data.text] }) } };
      await open();
      await world.add('moved');
      expect(await numberingOn(store).sweep(moving)).toBe(1);
      expect(await store.streams('numbering.')).toEqual([STREAM]);
    });

    it('reads a long log to its end', async () => {
      const { cause } = await open();
      const lines = Array.from({ length: 4_100 }, (_, n) => ({ id: `line ${n}`, type: cause.type, data: cause.data, meta: { ...cause.meta, command: { id: `line ${n}`, body: '' } } }));
      await store.append(cause.stream, 0, lines, cause.meta.recordedAt);
      await open();
      expect(await numberingOn(store).sweep(notes)).toBe(2);
      expect(await logged()).toHaveLength(2);
    });

    it('leaves alone a case whose beginning it cannot read, says so once, and numbers all others', async () => {
      const [first, unreadable, last] = [await open(), await open('unreadable'), await open()];
      const strict = { ...notes, decider: { ...notes.decider, evolve: (state: Note | undefined, event: Parameters<typeof notes.decider.evolve>[1]) => {
        if (event.data.text === 'unreadable') throw new TypeError('a newer program wrote it');
        return notes.decider.evolve(state, event);
      } } };
      expect([await numbering.sweep(strict), await numbering.sweep(strict)]).toEqual([2, 0]);
      expect(await logged()).toEqual([first.cause.stream, last.cause.stream]);
      expect([alarms, [...numbering.parked]]).toEqual([[{ stream: unreadable.cause.stream, reason: 'FOLD_FAILED a newer program wrote it' }], [unreadable.cause.stream]]);
      expect(await numberingOn(store).sweep(notes)).toBe(1);
      expect((await logged())[2]).toBe(unreadable.cause.stream);
    });

    it('leaves alone a case that names no office', async () => {
      await open();
      expect(await numbering.sweep({ ...notes, numbered: { ...numbered, office: () => '' } })).toBe(0);
      expect([alarms.length, await store.streams('numbering.')]).toEqual([1, []]);
    });

    it('has nothing to do where cases have no numbers', async () => {
      await open();
      expect(await numberingOn(store).sweep({ ...notes, numbered: undefined })).toBe(0);
    });

    it('and callers at once do not number a case twice', async () => {
      const cases = await openMany(10);
      await Promise.all([numbering.sweep(notes), ...cases.map((each) => assign(each))]);
      expect(new Set(await logged()).size).toBe(10);
      expect(await logged()).toHaveLength(10);
    });
  });

  it('are asked of a clock that is told, not of the machine', async () => {
    await assign(await open(), numberingOn(store, handMovedClock(at('2026-11-22T07:00:01Z'))));
    expect((await store.read(STREAM))[0]?.meta.occurredAt).toBe('2026-11-22T07:00:01.000Z');
  });
});
