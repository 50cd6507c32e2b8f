import { calendarYear } from '@fengqiao/calendar';
import { MemoryEventStore } from '@fengqiao/event-store/memory';
import { hashOf, type NormalisedPack } from '@fengqiao/policies';
import { at } from '@fengqiao/testing';
import { SHIPPED } from '../escalation/load-shipped.scenes';
import { Registry } from '../escalation/world.scenes';
import { adoptPack, AdoptedOtherwise, adoptShipped, adoptYear, inForce, PolicyFacts, readPolicy } from '.';

const NOW = at('2026-11-23T08:00:00+08:00');
const LATER = at('2026-12-01T08:00:00+08:00');
const [national] = SHIPPED.packs as readonly [NormalisedPack, ...NormalisedPack[]];

/** The same pack with another content or version, and the hash that belongs to it. */
function changed(pack: NormalisedPack, change: Partial<NormalisedPack>): NormalisedPack {
  const content = { ...pack, ...change };
  return { ...content, hash: hashOf(content) };
}

async function adopted(): Promise<MemoryEventStore> {
  const store = new MemoryEventStore();
  await adoptShipped(store, SHIPPED, NOW);
  return store;
}

describe('what ships', () => {
  it('is adopted at the first start, rule by rule and day by day, and read back as it was', async () => {
    const store = await adopted();
    const { packs, years, calendar } = inForce(await readPolicy(store));
    const sorted = <T extends { readonly hash: string }>(all: readonly T[]) => [...all].sort((a, b) => (a.hash < b.hash ? -1 : 1));
    expect(sorted(packs).map(({ adoptedAt: _, ...pack }) => pack)).toEqual(sorted(SHIPPED.packs));
    expect(years).toEqual(SHIPPED.years);
    expect(calendar.version(2026)).toBe(SHIPPED.years.find(({ year }) => year === 2026)?.version);
  });

  it('is adopted once, however often the host starts', async () => {
    const store = await adopted();
    const head = await store.head();
    expect(await adoptShipped(store, SHIPPED, LATER)).toEqual([]);
    expect(await store.head()).toBe(head);
  });

  it('is completed where the first start was cut short', async () => {
    const store = new MemoryEventStore();
    await adoptPack(store, national, NOW);
    expect(await adoptShipped(store, SHIPPED, LATER)).toEqual([]);
    expect(inForce(await readPolicy(store)).packs).toHaveLength(SHIPPED.packs.length);
  });

  it('in a new version waits for an officer once there are cases', async () => {
    const store = await adopted();
    await new Registry(store, { now: () => NOW }).registered('mediation.dispute-1');
    const head = await store.head();
    const newer = changed(national, { version: '2027.1' });
    const unknown = calendarYear(2030, '2030.1', []);
    const shipped = { packs: [newer, ...SHIPPED.packs.slice(1)], years: [...SHIPPED.years, unknown] };
    expect(await adoptShipped(store, shipped, LATER)).toEqual([
      { kind: 'calendar', name: '2030', shipped: '2030.1', adopted: '' },
      { kind: 'pack', name: national.pack, shipped: '2027.1', adopted: national.version },
    ]);
    expect(await store.head()).toBe(head);
    await adoptPack(store, newer, LATER);
    await adoptYear(store, unknown, LATER);
    expect(await adoptShipped(store, shipped, LATER)).toEqual([]);
    expect(inForce(await readPolicy(store)).packs.filter(({ pack }) => pack === national.pack).map(({ version, adoptedAt }) => [version, adoptedAt])).toEqual([
      [national.version, NOW],
      ['2027.1', LATER],
    ]);
  });

  it.each([
    ['a pack', { ...SHIPPED, packs: [changed(national, { parameters: { ...national.parameters, closeOfBusiness: '18:00' } }), ...SHIPPED.packs.slice(1)] }, national.pack],
    ['a calendar', { ...SHIPPED, years: SHIPPED.years.map((year) => (year.year === 2026 ? calendarYear(2026, year.version, year.days.slice(1)) : year)) }, '2026'],
  ])('as %s with another content under an adopted version stops the start, in both languages', async (_what, shipped, name) => {
    const store = await adopted();
    const refused = adoptShipped(store, shipped, LATER);
    await expect(refused).rejects.toThrow(AdoptedOtherwise);
    await expect(refused).rejects.toThrow(name);
    await expect(refused).rejects.toThrow(/已采用的版本不可更改.*An adopted version cannot change/);
  });
});

describe('what is in force', () => {
  it('is the same object until an adoption changes it, because the engine remembers by it', async () => {
    const facts = new PolicyFacts();
    const streams = await readPolicy(await adopted());
    for (const stream of streams) facts.put(stream);
    const { packs } = facts.current;
    expect(facts.current.packs).toBe(packs);
    facts.put(streams[0] as (typeof streams)[number]);
    expect(facts.current.packs).not.toBe(packs);
  });

  it('does not depend on the order in which the streams come', async () => {
    const streams = await readPolicy(await adopted());
    expect(JSON.stringify(inForce([...streams].reverse()))).toBe(JSON.stringify(inForce(streams)));
  });

  it('knows which events start an obligation', async () => {
    const { starts } = inForce(await readPolicy(await adopted()));
    expect([...starts].sort()).toEqual(['mediation.v1.AgreementConcluded', 'mediation.v1.DisputeGraded', 'mediation.v1.DisputeRegistered', 'mediation.v1.MajorDisputeReported']);
  });
});
