import { formatDate, millisOf, shanghaiDay, type Millis } from '@fengqiao/kernel';
import type { CompiledRule, GoverningRule, Rule, RungRule } from '@fengqiao/policies';
import type { Episode } from './episodes';
import type { Scene } from './facts';
import type { Holder } from './holder';
import type { LadderRung, SkipReason } from './ladder';
import { frozen, onceFor } from './once-for';
import { latenessWords, momentText, type Words } from './period-words';
import type { Start } from './start';
import type { Fact, Obligation, Rung, Step } from './types';
import { CITATION_MARKS, NATURE_WORDS, nameIn, placeWords, responsibleWords, RUNG_STATES, STATE_WORDS, symbolWords } from './words';

/** Everything but the explanation itself. */
type Told = Omit<Obligation, 'explanation'>;

/** Why an obligation stands as it does, in order: rule, start, count, state, rungs past and to come, what would meet it. */
export function explain(obligation: Told, episode: Episode, { by }: Holder, ladder: readonly LadderRung[], scene: Scene): readonly Step[] {
  const { reading } = episode;
  const { compiled } = reading.start.governing;
  return [
    ...ruleSteps(obligation, reading.start),
    ...startSteps(episode, scene),
    ...(by ? [handedOverStep(by)] : []),
    ...(reading.computed?.steps() ?? []),
    ...(reading.computed ? [] : [uncountedStep(reading.start)]),
    ...reading.unclear.map((fact) => unclearStep(fact, compiled.rule)),
    stateStep(obligation, episode, scene),
    ...obligation.rungs.map((rung) => rungStep(rung, ladder, reading.start.governing)),
    ...(reading.closing ? [] : meetSteps(compiled)),
  ];
}

function ruleSteps({ ruleId, nature, responsible, responsibleOfficeId }: Told, { governing }: Start): Step[] {
  const { named, whose, noted } = ruleWords(governing);
  return [...named, whoseStep(whose.get(responsible) ?? whoseOf(nature, responsible), responsibleOfficeId || ruleId), ...noted];
}

/** What is said of whose an obligation is by a symbol of its rule, and as it was said of each office. */
interface Whose extends Words {
  readonly steps: Map<string, Step>;
}

/** Offices of which that is kept. */
const MOST_OFFICES = 500;

function whoseStep({ zh, en, steps }: Whose, source: string): Step {
  const before = steps.get(source);
  if (before) return before;
  const step: Step = Object.freeze({ kind: 'rule', zh, en, source });
  if (steps.size >= MOST_OFFICES) steps.clear();
  steps.set(source, step);
  return step;
}

/** What is said of a rule in force, whatever obligation it is about; frozen, as is all that several explanations share. */
const ruleWords = onceFor(({ pack, through, compiled }: GoverningRule): { readonly named: readonly Step[]; readonly whose: ReadonlyMap<string, Whose>; readonly noted: readonly Step[] } => {
  const { id, name, cite, note, nature, responsible } = compiled.rule;
  const sources = cite.map(({ document, clause, verified }) => ({ zh: `《${document}》${clause}（${mark(verified).zh}）`, en: `${document} ${clause} (${mark(verified).en})` }));
  const source = cite.map(({ document, clause, verified }) => `${document} ${clause} [${verified}]`).join('; ');
  const by = through === pack ? { zh: '', en: '' } : { zh: `，经规则包 ${through.pack} ${through.version}（SHA-256 ${through.hash}）适用于本地`, en: `, binding here through pack ${through.pack} ${through.version} (SHA-256 ${through.hash})` };
  return {
    named: frozen([
      { kind: 'rule', zh: `规则 ${id}“${name.zh}”，依据${sources.map(({ zh }) => zh).join('、')}`, en: `Rule ${id}, ${name.en}; source: ${sources.map(({ en }) => en).join(', ')}`, source },
      { kind: 'rule', zh: `规则包 ${pack.pack} ${pack.version}（SHA-256 ${pack.hash}）${by.zh}`, en: `Pack ${pack.pack} ${pack.version} (SHA-256 ${pack.hash})${by.en}`, source: pack.hash },
    ]),
    whose: new Map(responsible.map((symbol) => [symbol, whoseOf(nature, symbol)])),
    noted: note.zh === '' ? [] : frozen([{ kind: 'rule', zh: `说明：${note.zh}`, en: `Note: ${note.en}`, source }]),
  };
});

function whoseOf(nature: Rule['nature'], responsible: string): Whose {
  const [kind, whose] = [NATURE_WORDS[nature], responsibleWords(responsible)];
  return { zh: `性质：${kind.zh}；责任方：${whose.zh}`, en: `Nature: ${kind.en}; responsible: ${whose.en}`, steps: new Map() };
}

function mark(verified: string): Words {
  return CITATION_MARKS[verified] ?? { zh: verified, en: verified };
}

function startSteps({ starts, reading }: Episode, scene: Scene): Step[] {
  const { start } = reading;
  const { rule } = start.governing.compiled;
  const steps = [startStep(start), ...retimedSteps(start)];
  for (const other of starts) {
    if (other.fact.id === start.fact.id || other.at > scene.now) continue;
    const { name } = other;
    const what = rule.again === 'restart' ? { zh: '此前的起算，已重新起算', en: 'an earlier start; the clock was started again' } : { zh: '此时义务已在计算，不另起算', en: 'the obligation was already running, so it starts no other' };
    steps.push({ kind: 'start', zh: `${whenText(other)} ${name.zh}：${what.zh}`, en: `${whenText(other)} ${name.en}: ${what.en}`, source: other.fact.id });
  }
  return steps;
}

function retimedSteps({ retimedAt, governing: { pack } }: Start): Step[] {
  if (retimedAt === undefined) return [];
  const when = momentText(retimedAt);
  return [{ kind: 'start', zh: `${when} 采用 ${pack.pack} ${pack.version} 时明定未了结的义务改按新规则计算`, en: `When ${pack.pack} ${pack.version} was adopted at ${when}, what was open was timed again by it`, source: pack.hash }];
}

function startStep(start: Start): Step {
  if (start.window) return windowStep(start, start.window);
  const { fact, at, dayKnown, name } = start;
  const recorded = millisOf(fact.recordedAt);
  const learnt = recorded === at ? { zh: '', en: '' } : { zh: `（${momentText(recorded)} 登记）`, en: ` (recorded ${momentText(recorded)})` };
  const told = dayKnown
    ? { zh: `自 ${whenText(start)} ${name.zh}起算${learnt.zh}`, en: `Runs from ${whenText(start)}, ${name.en}${learnt.en}` }
    : { zh: `${name.zh}，但其发生之日不明${learnt.zh}`, en: `${name.en}, but on what day is unknown${learnt.en}` };
  const unclear = start.unclear ? { zh: '；起算条件无法判断，从严视为成立', en: '; its condition could not be judged, and the strict reading lets it count' } : { zh: '', en: '' };
  return { kind: 'start', zh: told.zh + unclear.zh, en: told.en + unclear.en, source: fact.id };
}

function handedOverStep({ id, recordedAt }: Fact): Step {
  const when = momentText(millisOf(recordedAt));
  return { kind: 'start', zh: `${when} 由另一机构接手，此后由其负责`, en: `Another office took it over at ${when}: from then on it is for that one`, source: id };
}

function windowStep({ at, name, fact, unclear }: Start, { words }: NonNullable<Start['window']>): Step {
  const doubt = unclear ? { zh: '；适用条件无法判断，从严视为适用', en: '; whether the rule is for it could not be judged, and the strict reading says yes' } : { zh: '', en: '' };
  return { kind: 'start', zh: `${words.zh}，自 ${momentText(at)} 起（${name.zh}）${doubt.zh}`, en: `${words.en}, from ${momentText(at)} (${name.en})${doubt.en}`, source: fact.id };
}

function uncountedStep({ governing, fact }: Start): Step {
  const why = governing.effective
    ? { zh: '导入记录没有确切日期，不推定截止时间', en: 'the imported record names no exact day, and none is guessed' }
    : { zh: '起算之日没有已生效的规则版本', en: 'no version of the rule was in force on the day of the start' };
  return { kind: 'due', zh: `截止时间未定：${why.zh}`, en: `The due is undetermined: ${why.en}`, source: fact.id };
}

function unclearStep(fact: Fact, rule: Rule): Step {
  const name = nameIn(rule, fact.type);
  return { kind: 'state', zh: `${name.zh}：条件或日期无法判断，从严不计`, en: `${name.en}: its condition or its day could not be judged; the strict reading leaves it out`, source: fact.id };
}

function stateStep({ state, marks, due }: Told, { reading }: Episode, { now }: Scene): Step {
  const { closing } = reading;
  const { rule } = reading.start.governing.compiled;
  const words = STATE_WORDS[state];
  const since = closing ? closedWords(closing) : { zh: '', en: '' };
  const late = marks.late && due !== undefined ? lateWords((closing?.at ?? now) - millisOf(due)) : { zh: '', en: '' };
  const imported = marks.imported ? { zh: '，事实来自导入', en: ', from an import' } : { zh: '', en: '' };
  return {
    kind: 'state',
    zh: `${momentText(now)} 的状态：${words.zh}${late.zh}${imported.zh}${since.zh}`,
    en: `State at ${momentText(now)}: ${words.en}${late.en}${imported.en}${since.en}`,
    source: closing?.occurrence?.fact.id ?? rule.id,
  };
}

function closedWords({ at, occurrence }: NonNullable<Episode['reading']['closing']>): Words {
  if (!occurrence) return { zh: `，${momentText(at)} 期满`, en: `, expired at ${momentText(at)}` };
  const { name } = occurrence;
  return { zh: `，${whenText(occurrence)} ${name.zh}`, en: `, by ${name.en} at ${whenText(occurrence)}` };
}

function lateWords(lateMs: number): Words {
  if (lateMs <= 0) return { zh: '，逾期', en: ', late' };
  const { zh, en } = latenessWords(lateMs);
  return { zh: `，逾期 ${zh}`, en: `, late by ${en}` };
}

const SKIPPED: Readonly<Record<SkipReason, Words>> = {
  imported: { zh: '早于导入，不发出', en: 'before the import, never raised' },
  passedBeforeKnown: { zh: '事实登记时已过，不再预警', en: 'its time had passed before the fact was recorded, skipped' },
  beforeAdoption: { zh: '早于新规则采用之时，不发出', en: 'before the new version was adopted, never raised' },
  notBeforeDue: { zh: '不早于截止时间，不预警', en: 'not before the due, skipped' },
};

function rungStep(rung: Rung, ladder: readonly LadderRung[], governing: GoverningRule): Step {
  const { zh, en } = rungWords(rung, ladder.find(({ name }) => name === rung.name), governing);
  return { kind: 'rung', zh, en, source: rung.id };
}

/** What was said of a rung, and all that is not in its key. */
interface Said extends Words {
  readonly to: readonly string[];
  readonly rule: RungRule | undefined;
}

/** Rungs of which a rule keeps the words: those that are raised together lie at few instants. */
const MOST_SAID = 200;

const saidOf = onceFor((_: GoverningRule) => new Map<string, Said>());

/** All that is said of a rung but for its id: under one rule the same of many obligations. */
function rungWords(rung: Rung, planned: LadderRung | undefined, governing: GoverningRule): Words {
  const { at, state, unfounded, n, name, to } = rung;
  const rule = planned?.rule;
  const said = saidOf(governing);
  const key = `${at} ${state} ${unfounded} ${planned?.skipped} ${n} ${name}`;
  const before = said.get(key);
  if (before?.to === to && before.rule === rule) return before;
  const words: Said = { ...sayRung(rung, planned, governing), to, rule };
  if (said.size >= MOST_SAID) said.clear();
  said.set(key, words);
  return words;
}

function sayRung({ name, n, at, to, state, unfounded }: Rung, planned: LadderRung | undefined, governing: GoverningRule): Words {
  const label = nameIn(governing.compiled.rule, name);
  const which = n === 1 ? { zh: '', en: '' } : { zh: `（第 ${n} 次）`, en: ` (no. ${n})` };
  const place = planned && n === 1 ? placeWords(planned.rule, governing.parameters) : { zh: '', en: '' };
  const people = peopleWords(to);
  const when = momentText(millisOf(at));
  const skipped = state === 'skipped' && planned?.skipped ? SKIPPED[planned.skipped] : undefined;
  const stands = unfounded ? { zh: '已发出，后证明无依据，应撤回', en: 'raised, later proved unfounded, to be withdrawn' } : (skipped ?? RUNG_STATES[state]);
  return {
    zh: `${label.zh}${which.zh}：${when}${place.zh}，致${people.zh}，${stands.zh}`,
    en: `${label.en}${which.en}: ${when}${place.en}, to ${people.en}; ${stands.en}`,
  };
}

/** Whom a rung goes to, by the very list of symbols that stands in the rule. */
const peopleWords = onceFor((to: readonly string[]): Words => {
  const people = to.map(symbolWords);
  return { zh: people.map(({ zh }) => zh).join('、'), en: people.map(({ en }) => en).join(', ') };
});

const meetSteps = onceFor(({ rule, met, void: voided }: CompiledRule): readonly Step[] => {
  const ways = said(met);
  const steps: Step[] = [{ kind: 'meets', zh: `履行方式：${ways.zh}`, en: `Met by: ${ways.en}`, source: rule.id }];
  if (voided.length === 0) return frozen(steps);
  const ends = said(voided);
  return frozen([...steps, { kind: 'meets', zh: `终止原因：${ends.zh}`, en: `Ended by: ${ends.en}`, source: rule.id }]);
});

/** Any of the groups, each of which asks for all of its triggers. */
function said(groups: CompiledRule['met']): Words {
  const any = (language: 'zh' | 'en', and: string, or: string): string => [...new Set(groups.map((all) => all.map(({ name }) => name[language]).join(and)))].join(or);
  return { zh: any('zh', ' 且 ', '；或 '), en: any('en', ' and ', '; or ') };
}

/** An instant, or the day where only the day is known. */
function whenText({ at, until }: { readonly at: Millis; readonly until?: Millis }): string {
  return until === undefined ? momentText(at) : formatDate(shanghaiDay(at));
}
