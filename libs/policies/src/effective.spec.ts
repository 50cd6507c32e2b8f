import { millisOf } from '@fengqiao/kernel';
import { effectiveRules, mustLoadPacks, bindableRules, type AdoptedPack } from '.';

const NAMES = 'names: { mediation.v1.DisputeGraded: { zh: 分级, en: graded } }';

function rule(id: string, ...more: string[]): string {
  return [`  - id: ${id}`, '    name: { zh: 测试, en: test }', '    cite: [{ document: 测试, clause: 一, verified: SEED }]', '    start: [mediation.v1.DisputeGraded]', '    period: param.soon', '    met: [mediation.v1.DisputeGraded]', ...more.map((line) => `    ${line}`)].join('\n');
}

function pack(name: string, head: string, ...rules: string[]): string {
  return `pack: ${name}\nversion: '1'\n${head}\n${NAMES}\nrules:\n${rules.join('\n')}\n`;
}

const NATION = pack('nation', 'parameters: { soon: PT2H }', rule('N-1'), rule('N-2'), rule('N-3', 'effective: { from: 2026-07-01 }'));
const CITY = pack('city', "extends: nation\nbinds: { division: '3306', from: 2026-03-01, to: 2026-10-31 }", rule('C-1', 'overrides: N-1'), rule('C-9'));
const COUNTY = pack('county', "extends: city\nbinds: { division: '330681' }\nparameters: { soon: PT1H }", rule('K-1', 'overrides: C-1', 'responsible: owner'), '  - { id: K-2, overrides: N-2, enabled: false }');

function adopt(...texts: string[]): AdoptedPack[] {
  return mustLoadPacks(texts.map((text, index) => ({ file: `${index}.yaml`, text }))).map((each) => ({ ...each, adoptedAt: '2026-01-01T00:00:00.000Z' }));
}

const packs = adopt(NATION, CITY, COUNTY);

function governing(division: string, at: string, { recordedAt = '2026-12-01T00:00:00.000Z', of = packs }: { recordedAt?: string; of?: readonly AdoptedPack[] } = {}) {
  const rules = effectiveRules(of, division, millisOf(at), recordedAt);
  return Object.fromEntries([...rules].map(([root, { compiled, effective }]) => [root, effective ? compiled.rule.id : `${compiled.rule.id}?`]).sort());
}

const SUMMER = '2026-08-01T04:00:00.000Z';

describe('which rule governs', () => {
  it('is the national one where no other pack binds', () => {
    expect(governing('3401', SUMMER)).toEqual({ 'N-1': 'N-1', 'N-2': 'N-2', 'N-3': 'N-3' });
  });

  it('is that of the more specific pack, rule by rule', () => {
    expect(governing('330602', SUMMER)).toEqual({ 'N-1': 'C-1', 'N-2': 'N-2', 'N-3': 'N-3', 'C-9': 'C-9' });
  });

  it('is inherited down the chain, and can be switched off there', () => {
    expect(governing('330681101', SUMMER)).toEqual({ 'N-1': 'K-1', 'N-3': 'N-3', 'C-9': 'C-9' });
  });

  it('depends on the day in Asia/Shanghai on which the start lies, both ends of the window included', () => {
    // Each asked of a list of its own, so that no answer is remembered from another.
    const at = (instant: string) => governing('330602', instant, { of: [...packs] })['N-1'];
    expect(at('2026-02-28T15:59:59.999Z')).toBe('N-1');
    expect(at('2026-02-28T16:00:00.000Z')).toBe('C-1');
    expect(at('2026-10-31T15:59:59.999Z')).toBe('C-1');
    expect(at('2026-10-31T16:00:00.000Z')).toBe('N-1');
  });

  it('is remembered without mixing up days, divisions and adoptions', () => {
    const asked = ['3401', '330602', '330681'].flatMap((division) => ['2025-06-01', '2026-02-28', '2026-03-01', '2026-07-01', '2026-10-31', '2026-11-01'].map((day) => [division, `${day}T04:00:00.000Z`] as const));
    for (const [division, at] of [...asked, ...asked.reverse()]) {
      for (const recordedAt of ['2025-12-31T00:00:00.000Z', '2026-12-01T00:00:00.000Z']) expect(governing(division, at, { recordedAt })).toEqual(governing(division, at, { recordedAt, of: [...packs] }));
    }
  });

  it('is undetermined, not nothing, before the only version takes effect', () => {
    expect(governing('3401', '2026-06-30T04:00:00.000Z')['N-3']).toBe('N-3?');
    expect(governing('3401', '2026-06-30T16:00:00.000Z')['N-3']).toBe('N-3');
  });

  it('knows no pack that was adopted after the start was recorded', () => {
    expect(governing('3401', SUMMER, { recordedAt: '2025-12-31T23:59:59.999Z' })).toEqual({});
    expect(governing('3401', SUMMER, { recordedAt: '2026-01-01T00:00:00.000Z' })['N-1']).toBe('N-1');
  });

  it('takes the parameters of the pack that binds, over those it builds on', () => {
    const at = millisOf(SUMMER);
    expect(effectiveRules(packs, '330681', at, '2026-12-01T00:00:00.000Z').get('N-3')).toMatchObject({ pack: { pack: 'nation' }, through: { pack: 'county' }, parameters: { soon: 'PT1H' } });
    expect(effectiveRules(packs, '330602', at, '2026-12-01T00:00:00.000Z').get('N-3')).toMatchObject({ pack: { pack: 'nation' }, through: { pack: 'city' }, parameters: { soon: 'PT2H' } });
  });
});

describe('a new version of a pack', () => {
  const next = (text: string): AdoptedPack => ({ ...(adopt(text.replace("version: '1'", "version: '2'"))[0] as AdoptedPack), adoptedAt: '2026-06-01T00:00:00.000Z' });
  const changed = [...packs, next(pack('nation', 'parameters: { soon: PT3H }', rule('N-1', 'effective: { from: 2026-09-01 }'), rule('N-3')))];

  it('governs what starts and is recorded after its adoption', () => {
    const rules = effectiveRules(changed, '3401', millisOf('2026-09-02T00:00:00.000Z'), '2026-09-02T00:00:00.000Z');
    expect(rules.get('N-1')).toMatchObject({ pack: { version: '2' }, parameters: { soon: 'PT3H' } });
  });

  it('leaves alone what was recorded before', () => {
    expect(effectiveRules(changed, '3401', millisOf('2026-05-02T00:00:00.000Z'), '2026-05-02T00:00:00.000Z').get('N-1')?.pack.version).toBe('1');
  });

  it('leaves to the version before it what started before it takes effect', () => {
    expect(effectiveRules(changed, '3401', millisOf('2026-07-02T00:00:00.000Z'), '2026-07-02T00:00:00.000Z').get('N-1')).toMatchObject({ effective: true, pack: { version: '1' } });
  });

  it('takes back a rule by leaving it out', () => {
    expect(governing('3401', '2026-07-02T00:00:00.000Z', { recordedAt: '2026-07-02T00:00:00.000Z', of: changed })).not.toHaveProperty('N-2');
    expect(governing('3401', '2026-05-02T00:00:00.000Z', { recordedAt: '2026-05-02T00:00:00.000Z', of: changed })).toHaveProperty('N-2');
  });

  it('reaches the packs that build on it', () => {
    expect(effectiveRules(changed, '330602', millisOf('2026-07-02T00:00:00.000Z'), '2026-07-02T00:00:00.000Z').get('N-3')?.pack.version).toBe('2');
  });
});

it('of two packs for one division, the one that words the rule governs it', () => {
  const [a, b] = ['one', 'two'].map((name) => pack(name, "extends: nation\nbinds: { division: '3306' }", rule(`${name === 'one' ? 'A' : 'B'}-1`, `overrides: ${name === 'one' ? 'N-1' : 'N-2'}`)));
  expect(governing('3306', SUMMER, { of: adopt(NATION, a as string, b as string) })).toEqual({ 'N-1': 'A-1', 'N-2': 'B-1', 'N-3': 'N-3' });
});

it('of packs that do not know each other the one that binds the smaller division governs, however many it builds on', () => {
  const texts = [
    pack('middle', "extends: nation\nbinds: { division: '33' }"),
    pack('wide', "extends: middle\nbinds: { division: '3306' }", rule('W-1', 'overrides: N-1')),
    pack('narrow', "extends: nation\nbinds: { division: '330681' }", rule('S-1', 'overrides: N-1')),
  ].map((text) => text.replace(/rules:\n+$/, 'rules: []\n'));
  const of = adopt(NATION, ...texts);
  expect([governing('330681', SUMMER, { of })['N-1'], governing('330602', SUMMER, { of })['N-1']]).toEqual(['S-1', 'W-1']);
});

it('a fact may start every wording of a rule that could bind its division', () => {
  const ids = (division: string) => bindableRules(packs, division).flatMap(({ wordings }) => wordings.map(({ rule: { id } }) => id)).sort();
  expect(ids('330681')).toEqual(['C-1', 'C-9', 'K-1', 'N-1', 'N-2', 'N-3']);
  expect(ids('3401')).toEqual(['N-1', 'N-2', 'N-3']);
});
