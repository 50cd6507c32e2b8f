import { millisOf, MS_PER_DAY, parseDate, startOfShanghaiDay } from '@fengqiao/kernel';
import { dueWords } from './period-words';
import type { Obligation, Step } from './types';

type Language = 'zh' | 'en';

const SECTIONS: readonly { readonly kinds: readonly Step['kind'][]; readonly zh: string; readonly en: string }[] = [
  { kinds: ['rule'], zh: '依据', en: 'Authority' },
  { kinds: ['start'], zh: '起算', en: 'Start' },
  { kinds: ['period', 'notCounted', 'counted', 'skipped', 'pause', 'extend', 'last', 'roll', 'due', 'provisional'], zh: '计算', en: 'Count' },
  { kinds: ['state'], zh: '状态', en: 'State' },
  { kinds: ['rung'], zh: '提醒与升级', en: 'Reminders and escalation' },
  { kinds: ['meets'], zh: '如何了结', en: 'What would end it' },
];

/** The explanation of an obligation as plain text in one language, section by section, each sentence with its source. `nameOf` gives an office its name. */
export function renderExplanation(obligation: Obligation, language: Language, nameOf: (officeId: string) => string = (id) => id): string {
  const lines = [headline(obligation, language), ...facts(obligation, language, nameOf)];
  for (const section of SECTIONS) {
    const steps = obligation.explanation.filter(({ kind }) => section.kinds.includes(kind));
    if (steps.length === 0) continue;
    lines.push('', section[language]);
    steps.forEach((step, index) => lines.push(`  ${index + 1}. ${step[language]}${sourceText(step, obligation.ruleId, language)}`));
  }
  return `${lines.join('\n')}\n`;
}

function headline({ ruleName, ruleId }: Obligation, language: Language): string {
  return language === 'zh' ? `${ruleName.zh}（${ruleId}）` : `${ruleName.en} (${ruleId})`;
}

function facts(obligation: Obligation, language: Language, nameOf: (officeId: string) => string): string[] {
  const { responsible, responsibleOfficeId, subject, key, marks, id } = obligation;
  const whose = responsibleOfficeId === '' ? responsible : nameOf(responsibleOfficeId);
  const told = dueText(obligation, language);
  const provisional = marks.provisional ? (language === 'zh' ? '（暂定：当年节假日安排尚未公布）' : ' (provisional: the holidays of that year are not announced)') : '';
  const undetermined = marks.undetermined ? (language === 'zh' ? '有待查明' : 'undetermined') : '';
  const rows: [zh: string, en: string, value: string][] = [
    ['截止', 'Due', `${told}${provisional}`],
    ['责任方', 'Responsible', whose],
    ['对象', 'Subject', key === '' ? subject : `${subject} / ${key}`],
    ['编号', 'Obligation', id],
    ['注意', 'Note', undetermined],
  ];
  return rows.filter(([, , value]) => value !== '').map(([zh, en, value]) => (language === 'zh' ? `${zh}：${value}` : `${en}: ${value}`));
}

/** The due as people say it: `10月8日 24:00`, the end of the last day. */
function dueText({ due, lastDay, state }: Obligation, language: Language): string {
  const day = lastDay === undefined ? undefined : parseDate(lastDay);
  if (due !== undefined && day !== undefined && millisOf(due) - startOfShanghaiDay(day) <= MS_PER_DAY) return dueWords(day, millisOf(due))[language];
  if (state === 'paused') return language === 'zh' ? '停止计算中' : 'the clock stands still';
  return language === 'zh' ? '未定' : 'open';
}

/** The source of a sentence, where the sentence does not name it itself and it leads a reader somewhere. */
function sourceText({ kind, source, zh }: Step, ruleId: string, language: Language): string {
  if (source === '' || source === ruleId || kind === 'rule' || kind === 'rung' || zh.includes(source)) return '';
  return language === 'zh' ? `〔${source}〕` : ` [${source}]`;
}
