import type { Located, LocatedMap } from './located';
import { checkIfParameter, checkName, checkParameter, type RuleContext } from './read-context';
import type { Amount, Nature, RepeatRule, RungRule } from './rule';
import { parseAddressee, parseAmount, parseHours, parsePlace } from './vocabulary';
import { integerAt, itemsAt, lineAt, mapOf, textAt, textOf } from './words';

const ANCHORS = ['start', 'raw', 'last day', 'due', 'known'];

/** A duty that names no ladder has this one: a breach is never silent. */
const DEFAULT_LADDER: readonly RungRule[] = [{ rung: 'breach', anchor: 'due', offset: { minutes: 0 }, time: '', to: ['head(office)'] }];

/** The rungs at `ladder`, in order; a rung may count from an earlier one. */
export function ladderAt(map: LocatedMap, nature: Nature, context: RuleContext): readonly RungRule[] {
  if (!map.entries.has('ladder')) return nature === 'duty' ? DEFAULT_LADDER : [];
  const rungs: RungRule[] = [];
  for (const item of itemsAt(map, 'ladder')) {
    const rung = rungOf(item, rungs, context);
    if (rung) rungs.push(rung);
  }
  checkBreach(rungs, nature, lineAt(map, 'ladder'), context);
  return rungs;
}

function rungOf(located: Located, earlier: readonly RungRule[], context: RuleContext): RungRule | undefined {
  const { reporter } = context;
  const map = mapOf(located, 'ladder', ['rung', 'at', 'to', 'repeat'], ['rung', 'at', 'to'], reporter);
  if (!map) return undefined;
  const rung = textAt(map, 'rung', reporter);
  if (earlier.some((other) => other.rung === rung)) reporter.report(lineAt(map, 'rung'), 'DUPLICATE', `阶梯中“${rung}”出现两次`, `rung "${rung}" stands twice in the ladder`);
  if (rung !== '') checkName(rung, lineAt(map, 'rung'), context);
  const to = addresseesAt(map, 'to', context);
  const repeat = map.entries.has('repeat') ? repeatOf(map, context) : undefined;
  return { rung, ...placeOf(rung, map, earlier, context), to, ...(repeat && { repeat }) };
}

function placeOf(rung: string, map: LocatedMap, earlier: readonly RungRule[], context: RuleContext): Pick<RungRule, 'anchor' | 'offset' | 'time'> {
  const text = textAt(map, 'at', context.reporter);
  const line = lineAt(map, 'at');
  const place = parsePlace(text);
  if (!place) {
    if (text !== '') context.reporter.report(line, 'WRONG_TYPE', `看不懂“at: ${text}”，例：last day - 1 workingDay 17:30`, `cannot read "at: ${text}"; an example: last day - 1 workingDay 17:30`);
    return { anchor: 'due', offset: { minutes: 0 }, time: '' };
  }
  const known = [...ANCHORS, ...earlier.map(({ rung }) => rung)];
  if (!known.includes(place.anchor)) {
    context.reporter.report(line, 'UNKNOWN_ANCHOR', `未知起点“${place.anchor}”，可用：${known.join('、')}`, `unknown anchor "${place.anchor}"; known: ${known.join(', ')}`);
  }
  if (place.offset.param) checkParameter(place.offset.param, 'amount', line, context);
  checkIfParameter(place.time, 'time', line, context);
  if (rung === 'warn' && place.anchor === 'due' && place.sign > 0 && place.time === '') {
    context.reporter.report(line, 'NEVER_RAISED', '预警须早于截止：到期时或到期后的 warn 不会发出', 'a warning comes before the due: a rung warn at the due or after it is never raised');
  }
  if (place.offset.param && place.sign < 0) context.reporter.report(line, 'WRONG_TYPE', '参数只能加，不能减', 'a parameter can be added, not subtracted');
  return { anchor: place.anchor, offset: place.sign < 0 ? negative(place.offset) : place.offset, time: place.time };
}

function repeatOf(rung: LocatedMap, context: RuleContext): RepeatRule | undefined {
  const { reporter } = context;
  const entry = rung.entries.get('repeat');
  const map = entry && mapOf(entry.value, 'repeat', ['every', 'hours', 'otherwise', 'max'], ['every'], reporter);
  if (!map) return undefined;
  if (!map.entries.has('max')) reporter.report(map.line, 'ENDLESS', '重复没有上限：须写 max', 'the ladder has no end: repeat needs max');
  const hoursText = textAt(map, 'hours', reporter);
  const hours = hoursText === '' ? undefined : parseHours(hoursText);
  if (hoursText !== '' && !hours) reporter.report(lineAt(map, 'hours'), 'WRONG_TYPE', '“hours”须如 08:00-22:00', '"hours" must be such as 08:00-22:00');
  const otherwise = addresseesAt(map, 'otherwise', context);
  if (otherwise.length > 0 && hoursText === '') reporter.report(lineAt(map, 'otherwise'), 'WRONG_TYPE', '有 otherwise 须有 hours', '"otherwise" needs "hours"');
  return { every: everyOf(map, context), ...(hours && { hours }), otherwise, max: integerAt(map, 'max', 1, 1, reporter) };
}

function everyOf(map: LocatedMap, context: RuleContext): Amount {
  const text = textAt(map, 'every', context.reporter);
  const every = parseAmount(text);
  const line = lineAt(map, 'every');
  if (every?.param) checkParameter(every.param, 'amount', line, context);
  if (every && Object.values(every)[0] !== 0) return every;
  if (text !== '') context.reporter.report(line, 'WRONG_TYPE', `看不懂“every: ${text}”，例：PT30M、1 workingDay`, `cannot read "every: ${text}"; examples: PT30M, 1 workingDay`);
  return { minutes: 60 };
}

function addresseesAt(map: LocatedMap, word: string, context: RuleContext): string[] {
  return itemsAt(map, word).map((item) => {
    const symbol = textOf(item, word, context.reporter);
    if (symbol !== '' && !parseAddressee(symbol)) {
      context.reporter.report(item.line, 'UNKNOWN_ADDRESSEE', `未知收件人“${symbol}”`, `unknown addressee "${symbol}"`);
    }
    return symbol;
  });
}

/** A duty's breach is raised at its due, and nothing else has one: an aim, a right and a term are nobody's breach. */
function checkBreach(rungs: readonly RungRule[], nature: Nature, line: number, { reporter }: RuleContext): void {
  const breach = rungs.find(({ rung }) => rung === 'breach');
  if (nature !== 'duty') {
    if (breach) reporter.report(line, 'BREACH', `性质为 ${nature} 的规则不产生违规，不能有 breach`, `a rule of nature ${nature} is nobody's breach and can have no rung breach`);
    return;
  }
  if (breach?.anchor === 'due' && breach.offset.minutes === 0 && breach.time === '') return;
  reporter.report(line, 'BREACH', '义务的阶梯须有 { rung: breach, at: due }', 'the ladder of a duty needs { rung: breach, at: due }');
}

function negative(amount: Amount): Amount {
  return Object.fromEntries(Object.entries(amount).map(([unit, n]) => [unit, typeof n === 'number' ? -n : n]));
}
