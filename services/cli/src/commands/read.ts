import type { Json } from '@fengqiao/kernel';
import { expectOk, type Connection } from '../connection';
import { CommandEnd, EXIT } from '../exit';
import type { Output } from '../output';
import { asOfIn, readPatiently } from './past';

interface Timeline {
  readonly caseNumber: string;
  readonly entries: readonly {
    readonly label: { readonly zh: string; readonly en: string };
    readonly occurredAt: string;
    readonly recordedAt: string;
    readonly actorName: string;
    readonly office: { readonly name: string } | null;
  }[];
  readonly rungs: readonly { readonly ruleId: string; readonly label: { readonly zh: string; readonly en: string }; readonly n: number; readonly raisedAt: string; readonly withdrawnAt: string | null }[];
}

/** `case history ID [--as-of T]`: what happened in a case and what was raised because of it, as it was known at an instant. */
export async function caseHistory(connection: Connection, out: Output, id: string, options: { asOf?: string; as?: string }): Promise<void> {
  const body = await readPatiently(connection, out, asOfIn(`/v1/views/cases/${encodeURIComponent(idOnly(id))}/timeline`, options.asOf), options.as);
  if (out.format === 'json') return out.json(body);
  const { caseNumber, entries, rungs } = body as unknown as Timeline;
  const rows = [
    ...entries.map(({ label, occurredAt, recordedAt, actorName, office }) => ({ at: recordedAt, row: [shanghai(occurredAt), shanghai(recordedAt), `${label.zh} ${label.en}`, `${office?.name ?? ''} ${actorName}`.trim()] })),
    ...rungs.map(({ ruleId, label, n, raisedAt, withdrawnAt }) => ({ at: raisedAt, row: ['', shanghai(raisedAt), `▲ ${label.zh} ${label.en}${n > 1 ? ` 第${n}次 no. ${n}` : ''}${withdrawnAt === null ? '' : '（已撤回 withdrawn）'}`, ruleId] })),
  ];
  out.note(caseNumber);
  out.table(['发生 occurred', '记录 recorded', '事件 event', '由 by'], rows.sort((a, b) => (a.at < b.at ? -1 : 1)).map(({ row }) => row));
}

interface DeadlineRow {
  readonly id: string;
  readonly ruleId: string;
  readonly ruleName: { readonly zh: string };
  readonly caseNumber: string;
  readonly office: { readonly name: string } | null;
  readonly responsibleLabel: { readonly zh: string };
  readonly dueText: { readonly zh: string } | null;
  readonly stateLabel: { readonly zh: string };
  readonly state: string;
  readonly late: boolean;
  readonly provisional: boolean;
}

/** `deadlines list [--as-of T]`: deadlines in the order in which they fall due, now or as they stood; the filters of the query go through as they are. */
export async function deadlinesList(connection: Connection, out: Output, options: { where: readonly string[]; asOf?: string; as?: string }): Promise<void> {
  const query = new URLSearchParams(options.where.map((pair): [string, string] => {
    const cut = pair.indexOf('=');
    if (cut < 1) throw new CommandEnd(EXIT.usage, `--where 须写成 字段=值，而不是 ${pair}`, '--where takes FIELD=VALUE');
    return [pair.slice(0, cut), pair.slice(cut + 1)];
  }));
  const path = asOfIn(`/v1/views/deadline-calendar${query.size > 0 ? `?${query}` : ''}`, options.asOf);
  const body = await readPatiently(connection, out, path, options.as);
  if (out.format === 'json') return out.json(body);
  const { items, total, freshness } = body as unknown as { items: readonly DeadlineRow[]; total: number; freshness: { asOf: string } };
  out.table(
    ['时限 deadline', '规则 rule', '案号 case', '责任方 responsible', '到期 due', '状态 state'],
    items.map((item) => [
      item.id,
      `${item.ruleId} ${item.ruleName.zh}`,
      item.caseNumber,
      item.office?.name ?? item.responsibleLabel.zh,
      `${item.dueText?.zh ?? '未定 open'}${item.provisional ? '（暂定 provisional）' : ''}`,
      `${item.stateLabel.zh} ${item.state}${item.late ? ' · 逾期 late' : ''}`,
    ]),
  );
  const then = options.asOf === undefined ? '' : `截至 ${shanghai(freshness.asOf)} 所知：`;
  out.note(`${then}共 ${total} 项，显示 ${items.length} 项 / ${items.length} of ${total}`);
}

/** `deadlines explain ID [--as-of T]`: the rule, the arithmetic step by step, and the rungs, for a lawyer. */
export async function deadlinesExplain(connection: Connection, out: Output, id: string, options: { lang: string; asOf?: string; as?: string }): Promise<void> {
  const path = `/v1/views/deadlines/${encodeURIComponent(id)}`;
  if (out.format === 'json') return out.json(await readPatiently(connection, out, asOfIn(path, options.asOf), options.as));
  const text = await readPatiently(connection, out, asOfIn(`${path}?format=text&lang=${encodeURIComponent(options.lang)}`, options.asOf), options.as);
  out.text(String(text));
}

/** `views rebuild --check`: folds the whole log again and compares with what is being served; exit 3 where they differ. */
export async function viewsCheck(connection: Connection, out: Output, options: { as?: string }): Promise<void> {
  const body = await expectOk(connection.call('GET', '/v1/operations/views/check', { as: options.as }));
  const { differences, views } = body as unknown as { differences: readonly Json[]; views: readonly { name: string; documents: number; differences: number }[] };
  if (out.format === 'json') out.json(body);
  else out.table(['视图 view', '文档 documents', '不同 differences'], views.map((view) => [view.name, String(view.documents), String(view.differences)]));
  if (differences.length > 0) throw new CommandEnd(EXIT.differences, `重建结果与现有视图有 ${differences.length} 处不同`, 'the rebuilt views differ from the live ones');
}

/** `token --as ACCOUNT`: a bearer token of the development issuer. */
export async function printToken(connection: Connection, out: Output, account: string | undefined): Promise<void> {
  const issued = await connection.token(account);
  if (out.format === 'json') return out.json({ ...issued });
  out.text(issued.token);
}

/** A case may be named by its id or by its whole stream. */
const idOnly = (name: string) => name.slice(name.indexOf('.') < 0 ? 0 : name.indexOf('-') + 1);

function shanghai(instant: string): string {
  const [date = '', time = ''] = new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().split('T');
  return `${date} ${time.slice(0, 5)}`;
}
