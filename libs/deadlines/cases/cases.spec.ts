import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadPacks, type Rule } from '@fengqiao/policies';
import { packTexts } from '@fengqiao/policies/shipped';
import { sharedData } from '@fengqiao/testing';
import { local } from '../src/scenario';
import type { Obligation } from '../src/types';
import { NATIONAL } from './national.scenes';
import { known, meant, packs, placeOf, type RuleCase, type Told } from './rule-case.scenes';
import { GUANGXI, HEFEI, LUCHENG, TAISHAN, ZHUJI } from './seeds.scenes';

const ALL: readonly RuleCase[] = [...NATIONAL, ...HEFEI, ...TAISHAN, ...LUCHENG, ...GUANGXI, ...ZHUJI];
const RULES = new Map<string, Rule>(packs.flatMap(({ rules }) => rules.map((rule) => [rule.id, rule] as const)));
const dispute = placeOf('330102');

const play = (of: RuleCase, ...facts: readonly (readonly Told[])[]) => meant(of, known(of.place ?? dispute, facts.flat()));
const ruleOf = ({ rule }: RuleCase): Rule => RULES.get(rule) as Rule;

/** The due as a case writes it. */
function dueOf({ due, lastDay }: Obligation): string {
  if (due === undefined) return '';
  return due === local(`${nextDay(lastDay ?? '')} 00:00`) ? (lastDay as string) : new Date(Date.parse(due) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
}

function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

describe.each(ALL.map((of) => [`${of.rule}${of.key ? ` (${of.key})` : ''}`, of] as const))('%s', (_name, of) => {
  it('is produced, with the due that was counted by hand', () => {
    const obligation = play(of, of.produces);
    expect(obligation).toMatchObject({ state: 'running', marks: { late: false, undetermined: false } });
    expect(dueOf(obligation as Obligation)).toBe(of.due);
  });

  it('stays quiet without what starts it', () => {
    expect(play(of, of.quiet ?? of.meets)).toBeUndefined();
  });

  it('is met', () => {
    expect(play(of, of.produces, of.meets)).toMatchObject({ state: 'met', marks: { late: false } });
  });

  it('is met late, has lapsed where it is a right or a term, or was missed for good', () => {
    const { nature } = ruleOf(of);
    const lapses = nature === 'right' || nature === 'term';
    expect(play(of, of.produces, of.late)).toMatchObject({ state: of.missed ? 'running' : lapses ? 'lapsed' : 'met', marks: { late: !lapses } });
  });

  it('becomes void by what ends it, or by nothing', () => {
    if (of.voids === 'nothing') expect(ruleOf(of)).toMatchObject({ void: [], enabled: true });
    else expect(play(of, of.produces, of.voids)).toMatchObject({ state: 'void', marks: { late: false } });
  });

  it('stands still while it is paused, or is never paused', () => {
    const { pauses } = of;
    if (pauses === 'nothing') {
      expect(ruleOf(of).pause).toEqual([]);
      return;
    }
    const [stop] = pauses.facts;
    expect(play(of, of.produces, [stop as Told])).toMatchObject({ state: 'paused' });
    const obligation = play(of, of.produces, pauses.facts);
    expect(obligation).toMatchObject({ state: 'running' });
    expect(dueOf(obligation as Obligation)).toBe(pauses.due);
  });

  it('is prolonged by what its rule names, or by nothing', () => {
    if (of.extends) expect(dueOf(play(of, of.produces, of.extends.facts) as Obligation)).toBe(of.extends.due);
    else expect(ruleOf(of).extend).toEqual([]);
  });
});

describe('the rows of statutes and plans', () => {
  const folder = sharedData('reference');
  const reference = readFileSync(join(folder, readdirSync(folder).find((file) => file.startsWith('domain')) as string), 'utf8').split('\n');
  const cells = reference.filter((line) => line.startsWith('| ')).map((line) => line.split('|').map((cell) => cell.trim()));
  const statutes = cells.flatMap(([, id]) => (/^MED-\d\d$/.test(id ?? '') ? [id as string] : []));
  const seeds = cells.flatMap(([, id, , , context]) => (/^R00\d-\d\d$/.test(id ?? '') && (context ?? '').split('/').includes('med') ? [id as string] : []));
  const { noDeadlines } = loadPacks(packTexts());
  const reasons = new Set([...noDeadlines.values()].flat().map(({ id }) => id));
  const shown = new Set(ALL.map(({ rule }) => rule));
  const rowOf = (rule: string): string => /^(?:MED|R00\d)-\d\d/.exec(rule)?.[0] ?? '';

  it('are the nineteen of mediation law and the forty-six of the five plans', () => {
    expect([statutes.length, seeds.length]).toEqual([19, 46]);
  });

  it.each([...statutes, ...seeds])('%s is a rule with its cases, or the pack says why it is no deadline', (row) => {
    const rules = [...RULES.keys()].filter((id) => rowOf(id) === row && RULES.get(id)?.enabled);
    expect([rules.length > 0, reasons.has(row)]).toContain(true);
    expect(rules.length > 0 && reasons.has(row)).toBe(false);
    expect(rules.filter((id) => !shown.has(id))).toEqual([]);
  });

  it('are all that the packs hold: no rule without its cases, no reason without its row', () => {
    expect([...RULES.values()].filter(({ enabled }) => enabled).map(({ id }) => id).filter((id) => !shown.has(id))).toEqual([]);
    expect([...reasons].filter((id) => !statutes.includes(id) && !seeds.includes(id))).toEqual([]);
  });
});
