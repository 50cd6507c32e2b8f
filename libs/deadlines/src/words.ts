import { MS_PER_MINUTE } from '@fengqiao/kernel';
import { LEVELS, parseAddressee, parseResponsible, type Nature, type OfficeSymbol, type Parameters, type Rule, type RungRule } from '@fengqiao/policies';
import { lengthFor, timeFor } from './parameters';
import { unitOf } from './period-outcome';
import { amountWords, durationWords, type Words } from './period-words';
import type { Length, Rung, State } from './types';

/** What the marks of citations say to a reader. */
export const CITATION_MARKS: Readonly<Record<string, Words>> = {
  V: { zh: '已核对法条原文', en: 'the text was read' },
  V2: { zh: '据二手资料，待核', en: 'from secondary pages, to be checked' },
  U: { zh: '未核实', en: 'not verified' },
  SEED: { zh: '地方方案或本系统默认，非法律规定', en: 'a local plan or a default of the product, not law' },
};

export const NATURE_WORDS: Readonly<Record<Nature, Words>> = {
  duty: { zh: '义务', en: 'duty' },
  aim: { zh: '工作目标，不计违规', en: "aim, nobody's breach" },
  right: { zh: '当事人权利，逾期消灭，不计违规', en: "right that lapses, nobody's breach" },
  term: { zh: '期限，届满即止，不计违规', en: "term that ends, nobody's breach" },
};

export const STATE_WORDS: Readonly<Record<State, Words>> = {
  scheduled: { zh: '尚未开始', en: 'scheduled' },
  running: { zh: '进行中', en: 'running' },
  paused: { zh: '停止计算', en: 'paused' },
  met: { zh: '已履行', en: 'met' },
  void: { zh: '已终止', en: 'void' },
  lapsed: { zh: '已期满', en: 'lapsed' },
};

export const RUNG_STATES: Readonly<Record<Rung['state'], Words>> = {
  pending: { zh: '待发', en: 'pending' },
  owed: { zh: '应发未发', en: 'owed' },
  raised: { zh: '已发出', en: 'raised' },
  withdrawn: { zh: '已撤回', en: 'withdrawn' },
  skipped: { zh: '略过', en: 'skipped' },
  dropped: { zh: '义务已了结，不再发出', en: 'dropped, the obligation is closed' },
};

/** What an event or a rung is called in a rule; its code where the rule does not say. */
export function nameIn({ names }: Rule, word: string): Words {
  return names[word] ?? RUNG_NAMES[word] ?? { zh: word, en: word };
}

const RUNG_NAMES: Readonly<Record<string, Words>> = {
  warn: { zh: '预警', en: 'warning' },
  breach: { zh: '逾期通报', en: 'breach' },
};

/** Whom a symbol of a ladder means. */
export function symbolWords(symbol: string): Words {
  const parsed = parseAddressee(symbol);
  switch (parsed?.kind) {
    case undefined:
      return { zh: symbol, en: symbol };
    case 'owner':
      return { zh: '承办人', en: 'the owner' };
    case 'nextOnRoster':
      return { zh: '值班表下一人', en: 'the next on the roster' };
    case 'onCall':
      return { zh: '夜间待命人员', en: 'the officer on call' };
    case 'duty': {
      const office = officeWords(parsed.of);
      return { zh: `${office.zh}值班员`, en: `the duty officer of ${office.en}` };
    }
    case 'head': {
      const office = officeWords(parsed.of);
      return { zh: `${office.zh}负责人`, en: `the head of ${office.en}` };
    }
  }
}

/** Whose breach it is. */
export function responsibleWords(symbol: string): Words {
  const parsed = parseResponsible(symbol);
  switch (parsed?.kind) {
    case undefined:
      return { zh: symbol, en: symbol };
    case 'office':
      return officeWords(parsed.of);
    case 'owner':
      return { zh: '承办人', en: 'the owner' };
    case 'field':
      return { zh: '起算事实写明的机构', en: 'the office that the start names' };
    case 'partner':
      return parsed.name === 'court' ? { zh: '人民法院', en: 'the court' } : { zh: '当事人', en: 'the parties' };
  }
}

function officeWords(office: OfficeSymbol): Words {
  switch (office.kind) {
    case 'office':
      return { zh: '本机构', en: 'the office itself' };
    case 'responsible':
      return { zh: '责任机构', en: 'the responsible office' };
    case 'above':
      return { zh: `上 ${office.levels} 级机构`, en: `the office ${office.levels} level${office.levels === 1 ? '' : 's'} above` };
    case 'level':
      return LEVEL_WORDS[office.level] ?? { zh: String(office.level), en: String(office.level) };
  }
}

const LEVEL_WORDS: Readonly<Record<number, Words>> = {
  [LEVELS.GROUP]: { zh: '组级机构', en: 'the group' },
  [LEVELS.VILLAGE]: { zh: '村级机构', en: 'the village' },
  [LEVELS.TOWNSHIP]: { zh: '乡镇级机构', en: 'the township' },
  [LEVELS.COUNTY]: { zh: '县级机构', en: 'the county' },
  [LEVELS.CITY]: { zh: '市级机构', en: 'the city' },
  [LEVELS.PROVINCE]: { zh: '省级机构', en: 'the province' },
};

const ANCHOR_WORDS: Readonly<Record<string, Words>> = {
  start: { zh: '起算时', en: 'the start' },
  raw: { zh: '顺延前末日', en: 'the last day before rolling' },
  'last day': { zh: '末日', en: 'the last day' },
  due: { zh: '截止时', en: 'the due' },
  known: { zh: '登记时', en: 'the recording' },
};

/** `（起算时后 30 分）`: where a rung lies by its rule, with the parameters in force. */
export function placeWords({ anchor, offset, time }: RungRule, parameters: Parameters): Words {
  const from = ANCHOR_WORDS[anchor] ?? RUNG_NAMES[anchor] ?? { zh: anchor, en: anchor };
  const by = offsetWords(lengthFor(offset, parameters));
  const at = time === '' ? '' : ` ${timeFor(time, parameters)}`;
  return { zh: `（${from.zh}${by.zh}${at}）`, en: ` (${by.en}${from.en}${at})` };
}

function offsetWords(offset: Length): Words {
  const { unit, n } = unitOf(offset);
  if (n === 0) return { zh: '', en: '' };
  const size = unit === 'minutes' ? durationWords(Math.abs(n) * MS_PER_MINUTE) : amountWords(Math.abs(n), unit);
  return n < 0 ? { zh: `前 ${size.zh}`, en: `${size.en} before ` } : { zh: `后 ${size.zh}`, en: `${size.en} after ` };
}
