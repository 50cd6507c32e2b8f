import { encodeEvent, eventTypes, type EventType } from '@fengqiao/contracts';
import { InProcessBus } from '@fengqiao/event-bus/in-process';
import { memoryCheckpoints } from '@fengqiao/event-bus/memory';
import { Relay } from '@fengqiao/event-bus';
import { MemoryEventStore } from '@fengqiao/event-store/memory';
import type { JsonObject, RecordedEvent } from '@fengqiao/kernel';
import { systemPace } from '@fengqiao/platform';
import { MemoryViewStore } from '@fengqiao/read-models/memory';
import { handMovedClock } from '@fengqiao/testing';
import canonicalize from 'canonicalize';
import * as fc from 'fast-check';
import { at, happenings, numbersOf, toNewEvent, type Happening } from '../histories.scenes';
import { ReadSide } from '.';

const IDS = ['1', '2', '3'].map((n) => `0000000${n}-0000-4000-8000-000000000000`);
const DISPUTES = IDS.map((id) => `mediation.dispute-${id}`) as [string, string, string];
const POISON = {
  unknown: { type: 'mediation.v2.DisputeGraded', data: {} },
  unreadable: { type: 'mediation.v1.AgreementConcluded', data: { terms: null } },
} satisfies Record<string, { type: string; data: JsonObject }>;

type Alarm = { readonly view: string; readonly stream: string; readonly reason: string };

function open(store: MemoryEventStore): { readSide: ReadSide; alarms: Alarm[] } {
  const alarms: Alarm[] = [];
  const clock = handMovedClock('2027-01-20T12:00:00+08:00');
  const readSide = new ReadSide({ store, clock, pace: systemPace(), viewStore: (projection) => new MemoryViewStore(projection), onAlarm: (alarm) => alarms.push(alarm) });
  return { readSide, alarms };
}

/** Appends a history as writers would: one event after the other, each stream by its own revisions. */
async function logOf(history: readonly Happening[]): Promise<{ store: MemoryEventStore; events: readonly RecordedEvent[] }> {
  const store = new MemoryEventStore();
  for (const happening of history) await append(store, happening);
  return { store, events: await store.readAll({ after: 0, limit: 10_000 }) };
}

async function append(store: MemoryEventStore, happening: Happening): Promise<RecordedEvent> {
  const [index, revision] = [await store.head(), (await store.read(happening.stream)).length - 1];
  const minutes = index * 60 + happening.pause;
  const { events } = await store.append(happening.stream, revision < 0 ? 'none' : revision, [toNewEvent(happening, index, at(minutes), minutes)], at(minutes));
  return events[0] as RecordedEvent;
}

/** All that a reader can get of the views, as canonical bytes. */
async function everything({ projectors, directory, numbers }: ReadSide): Promise<Record<string, string>> {
  const views = await Promise.all(projectors.map(async ({ projection, store }) => [projection.name, canonicalize(await store.scan('', 1_000))]));
  const lookUps = IDS.map((id) => [
    directory.office(id), directory.ancestor(id, 3), directory.below(id, '2026-12-01'), directory.person(id), directory.holding(id, 'a'),
    directory.onDuty(id, '2026-11-22T01:00:00.000Z'), numbers.of(`mediation.dispute-${id}`),
  ]);
  const accounts = [directory.accounts(), ...['a', 'b'].map((account) => [directory.byAccount(account), directory.ownerOf(account)])];
  return Object.fromEntries([...views, ['look-ups', JSON.stringify([lookUps, accounts])]]) as Record<string, string>;
}

const types = eventTypes().map(({ type }) => type).filter((type) => !type.startsWith('deadlines.'));
const histories = fc.array(happenings(types), { minLength: 1, maxLength: 50 }).map((history) => [...numbersOf(5), ...history]);

describe('live views', () => {
  it('equal rebuilt ones byte for byte, whatever the delivery and whatever is poisoned', async () => {
    const deliveries = fc.array(fc.record({ copies: fc.constantFrom(0, 1, 1, 1, 2, 3), shift: fc.nat(12), again: fc.nat(40) }), { minLength: 60, maxLength: 60 });
    const poison = fc.option(fc.record({ at: fc.nat(40), stream: fc.constantFrom(...DISPUTES), kind: fc.constantFrom('unknown' as const, 'unreadable' as const) }));
    let [parked, gaps] = [0, 0];
    await fc.assert(
      fc.asyncProperty(histories, deliveries, poison, async (ordinary, delivery, poisoned) => {
        const bad = poisoned && { stream: poisoned.stream, ...POISON[poisoned.kind], late: 0, pause: 0 };
        const { store, events } = await logOf(bad ? ordinary.toSpliced(poisoned.at, 0, bad) : ordinary);
        const lastOf = new Map(events.map((event) => [event.stream, event.revision]));
        const copies = events.flatMap((event, index) => {
          const { copies: wanted, shift, again } = delivery[index]!;
          // The bus brings each event at least once in the end; what it left out on the way is what a later one makes good.
          const count = event.revision === lastOf.get(event.stream) ? Math.max(1, wanted) : wanted;
          if (count === 0) gaps += 1;
          return Array.from({ length: count }, (_, copy) => ({ event, turn: index + shift + copy * again }));
        });
        const live = open(store);
        for (const { event } of copies.sort((a, b) => a.turn - b.turn)) await live.readSide.handle(event);

        const rebuilt = open(store);
        await rebuilt.readSide.start(new InProcessBus({ store, checkpoints: memoryCheckpoints(), report: () => undefined }));
        expect(await everything(live.readSide)).toEqual(await everything(rebuilt.readSide));
        expect((await live.readSide.check()).flatMap(({ name, differences }) => differences.map((each) => ({ name, ...each })))).toEqual([]);
        expect([...live.readSide.parked()].sort()).toEqual([...rebuilt.readSide.parked()].sort());
        expect(byPlace(live.alarms)).toEqual(byPlace(rebuilt.alarms));
        for (const key of live.readSide.parked().keys()) expect(key).toContain(bad?.stream);
        parked += live.readSide.parked().size;
      }),
      { numRuns: 60 },
    );
    // Otherwise the property would have said nothing about them.
    expect([parked > 0, gaps > 0]).toEqual([true, true]);
  }, 30_000);
});

describe('a poisoned case', () => {
  const opening = (): Happening[] => DISPUTES.map((stream) => ({ stream, type: 'mediation.v1.DisputeRegistered', data: { ...registration }, late: 0, pause: 0 }));
  const grading = (stream: string): Happening => ({ stream, type: 'mediation.v1.DisputeGraded', data: { grade: 'GRADE_MAJOR', flags: [], containment: 'LEVEL_TOWNSHIP', officeId: IDS[0]! }, late: 0, pause: 0 });

  it.each([
    ['of an unknown type', POISON.unknown, ['disputeLedger', 'subject-facts'], /^UNKNOWN_TYPE mediation\.v2\.DisputeGraded$/],
    ['that cannot be read', POISON.unreadable, ['disputeLedger'], /^FOLD_FAILED TypeError/],
  ])('by an event %s stands still alone, in the views that cannot read it, live and after a restart alike', async (_, bad, views, reason) => {
    const { store } = await logOf(opening());
    const { readSide, alarms, stop } = await follow(store);
    await append(store, { stream: DISPUTES[1], ...bad, late: 0, pause: 0 });
    for (const stream of DISPUTES) await append(store, grading(stream));
    const states = await Promise.all(DISPUTES.map((stream, index) => readSide.visible(stream, index === 1 ? 2 : 1, AbortSignal.timeout(5_000))));
    expect(states).toEqual(['visible', 'parked', 'visible']);
    const grades = async (side: ReadSide): Promise<unknown> => Promise.all(DISPUTES.map(async (stream) => (await side.ledger.store.get(stream))?.document.grade));
    expect(await grades(readSide)).toEqual(['GRADE_MAJOR', 'GRADE_UNSPECIFIED', 'GRADE_MAJOR']);
    expect(alarms).toEqual(views.map((view) => ({ view, stream: DISPUTES[1], reason: expect.stringMatching(reason) })));
    expect([...readSide.parked().keys()]).toEqual(views.map((view) => `${view} ${DISPUTES[1]}`));
    expect((await readSide.check()).flatMap(({ differences }) => differences)).toEqual([]);
    expect(await readSide.reached()).toMatchObject({ isHead: true, position: await store.head() });
    await stop();

    const again = await follow(store);
    expect(await everything(again.readSide)).toEqual(await everything(readSide));
    expect(again.alarms).toEqual(alarms);
    await again.stop();
  });

  it('shows nothing to anybody where not even its first event can be read', async () => {
    const { store } = await logOf([{ stream: DISPUTES[0], ...POISON.unknown, late: 0, pause: 0 }, ...opening()]);
    const { readSide, stop } = await follow(store);
    const seen = await readSide.ledger.store.query({ scope: { divisionPrefix: '', offices: [] } as never, where: [], limit: 50, facets: [] });
    expect(seen.items.map(({ stream }) => stream)).toEqual([DISPUTES[1], DISPUTES[2]]);
    expect(await readSide.visible(DISPUTES[0], 0, AbortSignal.timeout(5_000))).toBe('parked');
    await stop();
  });
});

describe('following the log', () => {
  it('shows what was there at the start and what is appended afterwards, and tells how far it is', async () => {
    const { store } = await logOf(numbersOf(2));
    const { readSide, stop } = await follow(store);
    expect(readSide.numbers.of(DISPUTES[1])?.number).toBe(2);
    const third = await append(store, numbersOf(3)[2] as Happening);
    expect(await readSide.visible(third.stream, 2, AbortSignal.timeout(5_000))).toBe('visible');
    expect(readSide.numbers.of(DISPUTES[2])?.number).toBe(3);
    await readSide.caughtUp();
    expect(await readSide.reached()).toEqual({ position: 3, recordedAt: third.meta.recordedAt, isHead: true });
    await stop();
  });

  it('lets the directory be looked up as soon as it is visible', async () => {
    const { store } = await logOf([]);
    const { readSide, stop } = await follow(store);
    const tell = async (aggregate: string, type: EventType, data: JsonObject): Promise<void> => {
      const { stream } = await append(store, { stream: `directory.${aggregate}-${IDS[0]}`, type, data: encodeEvent(type as string, data), late: 0, pause: 0 });
      expect(await readSide.visible(stream, 0, AbortSignal.timeout(5_000))).toBe('visible');
    };
    const [from, to, personIds] = ['2027-01-20T00:00:00.000Z', '2027-01-21T00:00:00.000Z', [IDS[0] as string]];
    await tell('office', 'directory.v1.OfficeEstablished', { officeId: IDS[0]!, name: '枫桥司法所', level: 'LEVEL_TOWNSHIP', division: '330681109', validFrom: '2026-01-01' });
    await tell('person', 'directory.v1.PersonAppointed', { personId: IDS[0]!, account: 'clerk', officeId: IDS[0]!, roles: ['dutyOfficer'], validFrom: '2026-01-01' });
    await tell('roster', 'directory.v1.DutyRosterSet', { officeId: IDS[0]!, slots: [{ from, to, personIds }] });
    const { directory } = readSide;
    expect([directory.office(IDS[0]!)?.name, directory.byAccount('clerk')?.roles, directory.onDuty(IDS[0]!, from)]).toEqual(['枫桥司法所', ['dutyOfficer'], personIds]);
    await stop();
  });

  it('does not answer for a revision that is not there', async () => {
    const { store } = await logOf(numbersOf(1));
    const { readSide, stop } = await follow(store);
    expect(await readSide.visible('numbering.x.2026.人调', 0, AbortSignal.timeout(20))).toBe('behind');
    await stop();
  });
});

const registration = {
  source: 'mediator', discoveredAt: '2026-11-22T06:00:00.000Z', officeId: IDS[0] as string, level: 'LEVEL_VILLAGE', division: '330681109201', category: 'neighbour', flags: [], place: '',
  householdNo: '', summary: '', parties: [], people: 0, amountFen: '0', origin: '', externalNumber: '', externalSource: '', approvedBy: '',
};

/** A read side that follows the log through relay and bus, as in a running process. */
async function follow(store: MemoryEventStore): Promise<ReturnType<typeof open> & { stop(): Promise<void> }> {
  const opened = open(store);
  const checkpoints = memoryCheckpoints();
  const trouble: unknown[] = [];
  const report = (each: unknown): void => void trouble.push(each);
  const bus = new InProcessBus({ store, checkpoints, report });
  await opened.readSide.start(bus);
  const relay = await Relay.start({ name: 'relay', store, bus, checkpoints, report });
  const stop = async (): Promise<void> => {
    await relay.stop();
    await bus.close();
    expect(trouble).toEqual([]);
  };
  return { ...opened, stop };
}

function byPlace(alarms: readonly Alarm[]): readonly string[] {
  return alarms.map(({ view, stream, reason }) => `${view} ${stream} ${reason}`).sort();
}
