import type { EventData } from '@fengqiao/contracts';
import type { JsonObject, RecordedEvent } from '@fengqiao/kernel';
import type { Answer, Flow } from './flow-kit.scenes';

export const DISPUTES = '/v1/mediation/disputes';

/** A registration that everybody who registers may send. */
export const REGISTRATION = {
  source: 'informant', category: 'requisition', place: '道路拓宽工地', summary: '青苗补偿标准有争议，二十余户阻拦施工。', people: 24, amountFen: '38000000',
  parties: [{ kind: 'person', name: '试甲' }, { kind: 'person', name: '试乙' }],
} as const;

/** Registers a dispute and gives its id. */
export async function register(flow: Flow, account: string, discoveredAt: string, change: JsonObject = {}): Promise<string> {
  return done(await flow.as(account).post(DISPUTES, { ...REGISTRATION, discoveredAt, ...change }), 201).json.id as string;
}

/** Lets an account do something to a dispute; fails where it is refused. */
export async function act(flow: Flow, account: string, id: string, action: string, body: JsonObject): Promise<Answer> {
  return done(await flow.as(account).post(`${DISPUTES}/${id}/${action}`, body), 200);
}

function done(answer: Answer, status: number): Answer {
  if (answer.status !== status) throw new Error(`${answer.status} ${answer.text}`);
  return answer;
}

/** One rung as the log holds it. */
export interface LoggedRung {
  readonly stream: string;
  readonly recordedAt: string;
  readonly meta: RecordedEvent['meta'];
  readonly data: EventData['deadlines.v1.EscalationRaised'];
}

/** Every rung of a case in the log, in the order in which they were raised. */
export async function rungsOf(flow: Flow, id: string): Promise<readonly LoggedRung[]> {
  const events = await flow.host.embedded.store.readAll({ after: 0, limit: 100_000, prefixes: ['deadlines.escalation-'] });
  return events
    .filter(({ type, data }) => type === 'deadlines.v1.EscalationRaised' && data.subject === `mediation.dispute-${id}`)
    .map(({ stream, meta, data }) => ({ stream, recordedAt: meta.recordedAt, meta, data: data as unknown as LoggedRung['data'] }));
}

/** A rung in short: `2026-11-02 17:30 R000-25.report warn 1 -> pine.mediator`, by the time at which it was raised, in Asia/Shanghai. */
export function inShort(flow: Flow, { recordedAt, data }: LoggedRung): string {
  const accounts = new Map([...flow.founded.people].map(([account, id]) => [id, account]));
  const told = data.addressees.map(({ symbol, personId, fallback }) => `${symbol}: ${accounts.get(personId) ?? personId}${fallback ? ' (fallback)' : ''}`);
  return `${shanghai(recordedAt)} ${data.ruleId} ${data.rung} ${data.n} -> ${told.join(', ')}`;
}

/** An instant as a clock in Asia/Shanghai shows it. */
export function shanghai(instant: string): string {
  return new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
}
