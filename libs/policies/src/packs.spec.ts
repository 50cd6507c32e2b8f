import { millisOf } from '@fengqiao/kernel';
import { adoptionEvents, effectiveRules, formatProblem, loadPacks, mustLoadPacks, packFromEvents, type AdoptedPack } from '.';
import { packTexts } from './shipped';

const packs = mustLoadPacks(packTexts());
const META = { occurredAt: '', recordedAt: '2011-12-01T00:00:00.000Z', actor: '', office: '', jurisdiction: '', correlation: '', causation: '', command: { id: '', body: '' } };

function recorded(of: typeof packs, recordedAt = META.recordedAt) {
  return of.flatMap((pack) => adoptionEvents(pack)).map(({ type, data }) => ({ type, data, meta: { ...META, recordedAt } as never }));
}

/** Which rules stand for these roots. */
function governing(division: string, at: string, roots = ['MED-19', 'MED-19.acknowledge', 'MED-19.answer', 'MED-09']): Record<string, string> {
  const rules = effectiveRules(adopted, division, millisOf(at), at);
  return Object.fromEntries([...rules].filter(([root]) => roots.includes(root)).map(([root, { compiled }]) => [root, compiled.rule.id]));
}

/** First digits of the hash of every version that ever shipped. */
const HASHES = {
  'cn-national 2026.1': '369d169f057e',
  'hefei-2011-village-entry 2011.1': '43a1e3330513',
  'zhuji-demonstration 2026.1': '845dd17014ae',
  'cn-national 2026.2': 'afa70ca9378d',
  'guangxi-rule-of-law 2022.1': '4354aadc2ad8',
  'hefei-2011-village-entry 2011.2': 'ce35ec9174f1',
  'lucheng-2008-2012 2008.1': 'be4479ce4936',
  'service-year 1.1': '30fc571b5522',
  'taishan-three-entries 2012.1': '3b4b13114ddd',
  'zhuji-demonstration 2026.2': 'aa8476c1eea5',
  'cn-national 2026.3': 'e67719a7aee9',
};

const adopted: readonly AdoptedPack[] = packFromEvents(recorded(packs));

describe('the packs that ship', () => {
  it('load without a problem', () => {
    expect(loadPacks(packTexts()).problems.map(formatProblem)).toEqual([]);
    expect(packs.map(({ pack }) => pack)).toEqual(['cn-national', 'guangxi-rule-of-law', 'hefei-2011-village-entry', 'lucheng-2008-2012', 'service-year', 'taishan-three-entries', 'zhuji-demonstration']);
  });

  it('stay as they were adopted: a new content needs a new version', () => {
    expect(HASHES).toMatchObject(Object.fromEntries(packs.map(({ pack, version, hash }) => [`${pack} ${version}`, hash.slice(0, 12)])));
  });

  it('bind the village-entry campaign for as long as it lasts', () => {
    const campaign = { 'MED-19': 'R000-25.report', 'MED-19.acknowledge': 'R000-25.acknowledge', 'MED-19.answer': 'R000-25.answer', 'MED-09': 'MED-09' };
    const nation = { 'MED-19': 'MED-19', 'MED-19.acknowledge': 'MED-19.acknowledge', 'MED-19.answer': 'MED-19.answer', 'MED-09': 'MED-09' };
    expect(governing('340111', '2011-12-20T04:00:00.000Z')).toEqual(campaign);
    expect(governing('340111', '2012-03-10T04:00:00.000Z')).toEqual(campaign);
    expect(governing('340111', '2012-03-11T04:00:00.000Z')).toEqual(nation);
    expect(governing('340200', '2012-01-01T04:00:00.000Z')).toEqual(nation);
  });

  it('bind the demonstration county without an end and without the government line', () => {
    expect(governing('330681101201', '2099-01-01T04:00:00.000Z')).toEqual({
      'MED-19': 'R000-25.report', 'MED-19.acknowledge': 'ZHUJI-25.acknowledge', 'MED-19.answer': 'R000-25.answer', 'MED-09': 'MED-09',
    });
    const lines = (id: string) => packs.flatMap(({ rules }) => rules).find((rule) => rule.id === id)?.met.map(({ all }) => all.length);
    expect([lines('R000-25.acknowledge'), lines('ZHUJI-25.acknowledge')]).toEqual([[2], [1]]);
  });

  it('say of everything that is not law that it is none', () => {
    const rules = packs.flatMap(({ rules: own }) => own);
    expect(rules.filter(({ cite }) => cite.every(({ verified }) => verified === 'SEED')).every(({ note }) => note.zh !== '' && note.en !== '')).toBe(true);
  });
});

describe('the rows that set no time', () => {
  const { noDeadlines } = loadPacks(packTexts());

  it('say why in both languages, and stand outside of what is hashed', () => {
    const all = [...noDeadlines.values()].flat();
    expect(all.length).toBeGreaterThan(30);
    expect(all.filter(({ reason, cite }) => reason.zh === '' || reason.en === '' || cite.length === 0)).toEqual([]);
    const without = packTexts().map(({ file, text }) => ({ file, text: text.split('\nnoDeadline:')[0] ?? '' }));
    expect(loadPacks(without).packs.map(({ hash }) => hash)).toEqual(packs.map(({ hash }) => hash));
  });
});

describe('adoption', () => {
  it('carries the whole pack through the log and back', () => {
    expect(adopted).toEqual(packs.map((pack) => ({ ...pack, adoptedAt: META.recordedAt })));
  });

  it('is one event for the pack and one for each rule, in order', () => {
    const [national] = packs;
    const events = adoptionEvents(national as (typeof packs)[number]);
    expect(events.map(({ type }) => type)).toEqual(['policy.v1.PackAdopted', ...(national?.rules.map(() => 'policy.v1.RuleAdopted') ?? [])]);
    expect(events[0]?.data).toMatchObject({ rules: national?.rules.map(({ id }) => id), retime: 'none' });
  });

  it('leaves out a version whose rules are not all known yet', () => {
    expect(packFromEvents(recorded(packs).slice(0, 2))).toEqual([]);
  });

  it('refuses a log whose rules do not give the hash that was adopted', () => {
    const events = recorded(packs).map((event) => ({ ...event, data: JSON.parse(JSON.stringify(event.data).replace('17:30', '18:30')) as typeof event.data }));
    expect(() => packFromEvents(events)).toThrow(/cn-national 2026\.3 have the hash/);
  });

  it('orders versions by when they were adopted, and keeps both', () => {
    const [national] = packs as [(typeof packs)[number]];
    const later = recorded([national], '2012-01-01T00:00:00.000Z').map((event) => ({ ...event, data: { ...event.data, version: '2026.3' } }));
    expect(packFromEvents([...later, ...recorded([national])]).map(({ adoptedAt }) => adoptedAt)).toEqual([META.recordedAt, '2012-01-01T00:00:00.000Z']);
  });
});
