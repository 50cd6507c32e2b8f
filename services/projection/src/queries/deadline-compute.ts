import type { Json } from '@fengqiao/kernel';
import type { QueryAnswer, QueryContext, QueryParameter, QueryRoute } from '@fengqiao/platform';
import type { StatutoryPeriod } from '@fengqiao/policies';
import { z } from 'zod';
import { calculate, listRules, renderAnswer, type Asked, type Sources } from '../calculator';
import type { PolicyInForce } from '../policy-facts';
import { EVERYBODY } from './asking';
import { step } from './deadline-explain';
import { bilingual } from './schemas';

export interface CalculatorParts {
  /** Packs and calendars in force, by the log. */
  policy(): Pick<PolicyInForce, 'packs' | 'calendar'>;
  /** The list of statutory periods that ships. */
  readonly statutes: readonly StatutoryPeriod[];
}

const citation = z.strictObject({ document: z.string(), clause: z.string(), verified: z.string() });
const window = z.strictObject({ from: z.string(), to: z.string() });

const computed = z.strictObject({
  lastDay: z.string().nullable(),
  due: z.string().nullable(),
  dueText: bilingual.nullable(),
  provisional: z.boolean(),
  rawLastDay: z.string().nullable(),
  from: z.strictObject({ date: z.string(), at: z.string().nullable() }),
  period: z.strictObject({ days: z.number().optional(), workingDays: z.number().optional(), months: z.number().optional(), years: z.number().optional(), minutes: z.number().optional(), roll: z.string(), ends: z.string().optional() }),
  pauses: z.array(z.strictObject({ from: z.string(), to: z.string().nullable() })),
  rule: z.strictObject({ id: z.string(), name: bilingual, start: bilingual, cite: z.array(citation), unverified: z.boolean(), pack: z.strictObject({ pack: z.string(), version: z.string() }).nullable() }).nullable(),
  calendars: z.record(z.string(), z.string()),
  steps: z.array(step),
  notes: z.array(bilingual),
});

const rules = z.strictObject({
  items: z.array(z.strictObject({
    id: z.string(), name: bilingual, start: bilingual, period: z.array(bilingual.extend({ roll: z.string(), when: z.string() })), cite: z.array(citation), unverified: z.boolean(), effective: window, pack: z.string().nullable(),
  })),
  total: z.number().int(),
});

const parameter = (name: string, zh: string, en: string, required = false): QueryParameter => ({ name, label: { zh, en }, required });

const ASKED: readonly QueryParameter[] = [
  parameter('from', '自何时起算：2026-09-24（整日）、2026-09-24T10:00（北京时间）或带时区的时刻', "from when it counts: a date, which stands for its whole day, a time in Beijing time, or an instant with a zone", true),
  parameter('rule', '规则编号，如 LA-05；与 period 只写其一', 'id of a rule, such as LA-05; either this or period'),
  parameter('case', '规则分情形时，第几种', 'which case, of a rule that tells cases apart'),
  parameter('period', '期间：7d、15wd、1mo、1y、24h、30min；往回数加负号', 'a length: 7d, 15wd, 1mo, 1y, 24h, 30min; a minus counts back'),
  parameter('roll', '末日为休息日：next、previous、none；不写时规则从其规定，期间为 next，往回数为 previous', 'a last day off moves: next, previous, none; without it a rule goes by itself, a length by next, one that counts back by previous'),
  parameter('pause', '停止计算：停止/恢复，多段用逗号分隔；尚未恢复写 2026-09-25/；恢复之日计入', 'the clock stood still: stopped/resumed, several separated by commas; 2026-09-25/ is not resumed yet; the day on which it runs again is counted'),
];

/** The calculator over HTTP (期间计算): with the packs and calendars in force by the log. Both routes show nobody's data and write nothing. */
export function calculatorQueries(parts: CalculatorParts): readonly QueryRoute[] {
  const sources = (): Sources => ({ ...parts.policy(), statutes: parts.statutes });
  return [
    {
      id: 'computeDeadline',
      path: '/v1/views/deadlines/compute',
      label: { zh: '期间计算', en: 'compute a period: last day, exclusive due, whether it is provisional, and each step of the count with its source; writes nothing' },
      roles: EVERYBODY,
      parameters: [...ASKED, parameter('format', 'json（默认）或 text', 'json (where omitted) or text, which is in both languages')],
      produces: ['json', 'text'],
      response: computed,
      handle: async ({ query }) => compute(query, sources()),
    },
    {
      id: 'computableRules',
      path: '/v1/views/deadlines/rules',
      label: { zh: '可计算的规则', en: 'rules that compute takes: id, what it counts from, length, sources and how far they were verified' },
      roles: EVERYBODY,
      parameters: [parameter('holds', '编号、名称或依据中含有的字词', 'a word that id, name or source holds')],
      produces: ['json'],
      response: rules,
      handle: async ({ query }) => {
        const wrong = repeated(query);
        if (wrong) return wrong;
        const items = listRules(String(query['holds'] ?? ''), sources());
        return { kind: 'json', body: { items, total: items.length } as unknown as Json };
      },
    },
  ];
}

function compute(query: QueryContext['query'], sources: Sources): QueryAnswer {
  const wrong = repeated(query);
  if (wrong) return wrong;
  const { format = 'json', pause, ...words } = query as Readonly<Record<string, string>>;
  if (format !== 'json' && format !== 'text') return problem('format', 'QUERY_VALUE_INVALID', 'format 须为以下之一：json, text。', 'format must be one of json, text.');
  const calculated = calculate({ ...(words as Asked), ...(pause !== undefined && { pause: [pause] }) }, sources);
  if (!calculated.ok) {
    const { parameter: name, code, zh, en } = calculated.refusal;
    return problem(name, code, zh, en);
  }
  return format === 'text' ? { kind: 'text', body: renderAnswer(calculated.answer) } : { kind: 'json', body: calculated.answer as unknown as Json };
}

/** A parameter that is repeated; what is unknown never gets here. */
function repeated(query: QueryContext['query']): QueryAnswer | undefined {
  const name = Object.keys(query).find((each) => typeof query[each] !== 'string');
  return name === undefined ? undefined : problem(name, 'QUERY_PARAMETER_REPEATED', `查询参数 ${name} 只能出现一次；多个值用逗号分隔。`, `The parameter ${name} may be given once; separate several values by commas.`);
}

function problem(name: string, code: string, zh: string, en: string): QueryAnswer {
  return { kind: 'problem', status: 400, code, zh, en, parameter: name };
}
