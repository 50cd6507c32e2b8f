import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { loadCalendarYears, parseCalendarYear, type CalendarYear } from '@fengqiao/calendar';
import { LOG_FILE } from '@fengqiao/event-store/sqlite';
import { millisOf, shanghaiText, type Instant, type Json } from '@fengqiao/kernel';
import { systemClock, systemPace } from '@fengqiao/platform';
import { openEmbedded, type Embedded } from '@fengqiao/platform/embedded';
import { mustLoadPacks, type NormalisedPack } from '@fengqiao/policies';
import { packTexts } from '@fengqiao/policies/shipped';
import { adoptPack, adoptYear, foresee, inForce, packAdoption, readPolicy, waitingFor, yearAdoption, type AdoptedBy, type Adoption, type Foreseen, type ForeseenChange, type Shipped, type Waiting } from '@fengqiao/projection';
import { MemoryViewStore } from '@fengqiao/read-models/memory';
import { suitClock } from '@fengqiao/standalone';
import { expectOk, type Connection } from '../connection';
import { CommandEnd, EXIT } from '../exit';
import type { Output } from '../output';

interface Adopted {
  readonly kind: string;
  readonly name: string;
  readonly version: string;
  readonly adoptedAt: string;
  readonly by: string;
  readonly reason: string;
  readonly latest: boolean;
  readonly division: string;
  readonly boundFrom: string;
  readonly boundTo: string;
}

/** `policy list`: what is in force, who adopted it and why, and what ships and waits. */
export async function policyList(connection: Connection, out: Output, options: { as?: string }): Promise<void> {
  const body = await expectOk(connection.call('GET', '/v1/operations/policy', { as: options.as }));
  if (out.format === 'json') return out.json(body);
  const { adopted, waiting } = body as unknown as { adopted: readonly Adopted[]; waiting: readonly Waiting[] };
  out.table(
    ['名称 name', '版本 version', '适用 binds', '采用 adopted', '由 by', '事由 reason'],
    adopted.map(({ name, version, latest, division, boundFrom, boundTo, adoptedAt, by, reason }) => [
      name, `${version}${latest ? '' : '（旧 older）'}`, [division, boundFrom || boundTo ? `${boundFrom} – ${boundTo}` : ''].filter(Boolean).join('\n'), shanghaiText(millisOf(adoptedAt)), by, reason,
    ]),
  );
  for (const { name, shipped, adopted: now } of waiting) out.text(`待采用 waiting: ${name} ${shipped}${now === '' ? '' : `（现行 in force: ${now}）`}`);
  out.note(waiting.length === 0 ? '没有待采用的 / nothing waits' : '预演：fengqiao policy adopt / to see what adopting would change: fengqiao policy adopt');
}

export interface AdoptOptions {
  readonly file: readonly string[];
  readonly retime: 'none' | 'open';
  readonly yes?: boolean;
  readonly as?: string;
  readonly reason?: string;
}

/** What is to be adopted, those that others build on first. */
interface Plan {
  readonly packs: readonly NormalisedPack[];
  readonly years: readonly CalendarYear[];
}

/**
 * `policy adopt [names]`: shows which obligations would move, begin or end and what would be raised, and with `--yes` adopts.
 * Holds the folder while it runs; the server of the folder must be stopped. Without `--yes` nothing is written.
 */
export async function policyAdopt(folder: string, out: Output, names: readonly string[], options: AdoptOptions): Promise<void> {
  if (!existsSync(join(folder, LOG_FILE))) throw new CommandEnd(EXIT.failed, `数据目录 ${folder} 中没有日志；请以 FENGQIAO_DATA 指明，新目录在首次启动时自动采用`, 'no log in that folder; name it with FENGQIAO_DATA. A new folder adopts what ships at its first start');
  if (options.yes && (!options.as || !options.reason?.trim())) throw new CommandEnd(EXIT.usage, '采用须写明 --as 账号 与 --reason 事由', 'adopting needs --as ACCOUNT and --reason TEXT');
  const offered = withFiles(options.file);
  const clock = systemClock();
  const embedded = await openEmbedded({ folder, clock, report: () => undefined, onTimerError: () => undefined });
  try {
    await suitClock(folder, embedded.store, clock);
    const plan = await planOf(names, offered, options.file.length > 0, embedded);
    const { packs, years } = plan;
    const by: AdoptedBy = { actor: 'system', office: '', reason: '' };
    const adoptions = [...years.map((year) => yearAdoption(year, by)), ...packs.map((pack) => packAdoption(pack, by, options.retime))];
    const foreseen = await lookAhead(adoptions, embedded, clock.now());
    const adopter = options.yes ? adopterOf(options.as ?? '', options.reason ?? '', foreseen) : undefined;
    if (adopter) await adopt(plan, adopter, options.retime, embedded, () => clock.now());
    tell(plan, foreseen, adopter !== undefined, out);
  } finally {
    await embedded.close();
  }
}

/** What ships, and beside it or in its place what the files say: packs as YAML, a calendar year as JSON. */
function withFiles(files: readonly string[]): Shipped {
  const texts = files.map((file) => ({ file: basename(file), text: readFileSync(file, 'utf8') }));
  const own = texts.filter(({ file }) => !file.endsWith('.json'));
  const years = texts.filter(({ file }) => file.endsWith('.json')).map(({ file, text }) => parseCalendarYear(text, file));
  const packs = mustLoadPacks([...packTexts().filter(({ file }) => !own.some((each) => each.file === file)), ...own]);
  return { packs, years: [...loadCalendarYears().filter(({ year }) => !years.some((each) => each.year === year)), ...years] };
}

async function planOf(names: readonly string[], offered: Shipped, hasFiles: boolean, { store }: Embedded): Promise<Plan> {
  const waiting = await waitingFor(store, offered);
  const known = waiting.map(({ name }) => name);
  const strange = names.find((name) => !known.includes(name));
  if (strange !== undefined) throw new CommandEnd(EXIT.usage, `“${strange}”不在待采用之列${known.length > 0 ? `，待采用的有 ${known.join('、')}` : '，没有待采用的'}`, `"${strange}" does not wait to be adopted; ${known.length > 0 ? `these do: ${known.join(', ')}` : 'nothing does'}`);
  const wanted = new Set(names.length > 0 ? names : known);
  if (wanted.size === 0) throw new CommandEnd(EXIT.failed, `没有待采用的规则包或日历${hasFiles ? '：文件中的版本都已采用' : ''}`, 'no pack and no calendar waits to be adopted; a new content needs a new version');
  const packs = offered.packs.filter(({ pack }) => wanted.has(pack));
  const inLog = new Set(inForce(await readPolicy(store)).packs.map(({ pack }) => pack));
  const orphan = packs.find(({ extends: parent }) => parent !== '' && !inLog.has(parent) && !wanted.has(parent));
  if (orphan) throw new CommandEnd(EXIT.usage, `规则包 ${orphan.pack} 依据 ${orphan.extends}，后者尚未采用；请一并写明`, `pack ${orphan.pack} builds on ${orphan.extends}, which is not adopted yet; name both`);
  return { packs, years: offered.years.filter(({ year }) => wanted.has(String(year))) };
}

function lookAhead(adoptions: readonly Adoption[], { store }: Embedded, now: Instant): Promise<Foreseen> {
  return foresee(adoptions, { log: store, clock: { now: () => now }, viewStore: (projection) => new MemoryViewStore(projection), pace: systemPace() });
}

function adopterOf(account: string, reason: string, { directory }: Foreseen): AdoptedBy {
  const officer = directory.byAccount(account);
  if (!officer) throw new CommandEnd(EXIT.failed, `没有账号 ${account}；没有采用`, 'no such account; nothing was adopted');
  if (!officer.roles.some((role) => role === 'operator' || role === 'bureauHead')) throw new CommandEnd(EXIT.failed, `账号 ${account} 不是运维或局长，不能采用规则`, 'that account is neither operator nor head of a bureau and may not adopt; nothing was adopted');
  if ([...reason].length > 200 || /\p{C}/u.test(reason)) throw new CommandEnd(EXIT.usage, '事由须为一行，不超过 200 字', 'the reason is one line of 200 characters at most');
  return { actor: officer.personId, office: officer.officeId, reason: reason.trim() };
}

async function adopt({ packs, years }: Plan, by: AdoptedBy, retime: 'none' | 'open', { store }: Embedded, now: () => Instant): Promise<void> {
  for (const year of years) await adoptYear(store, year, now(), by);
  for (const pack of packs) await adoptPack(store, pack, now(), by, retime);
}

function tell({ packs, years }: Plan, { open, changes }: Foreseen, applied: boolean, out: Output): void {
  const adopts = [...years.map(({ year, version }) => ({ kind: 'calendar', name: String(year), version })), ...packs.map(({ pack, version }) => ({ kind: 'pack', name: pack, version }))];
  if (out.format === 'json') return out.json({ applied, adopts, open, changes } as unknown as Json);
  for (const { name, version } of adopts) out.text(`${applied ? '已采用 adopted' : '将采用 would adopt'}: ${name} ${version}`);
  if (changes.length > 0) out.table(['案件 case', '规则 rule', '机构 office', '原 before', '改为 after', '即发 raised at once'], changes.map(changeRow));
  out.text(`未了结的时限 ${open} 项，${changes.length} 项有变 / ${open} obligations are open, ${changes.length} ${applied ? 'change' : 'would change'}`);
  if (!applied) out.note('预演，没有写入；采用请加 --yes --as 账号 --reason 事由 / a rehearsal, nothing was written; to adopt add --yes --as ACCOUNT --reason TEXT');
}

function changeRow({ caseNumber, subject, ruleName, office, before, after, raises, withdraws }: ForeseenChange): string[] {
  const standing = (each: ForeseenChange['before']): string => (each === null ? '—' : `${each.due === null ? '未定 open' : shanghaiText(millisOf(each.due))} ${each.state}${each.late ? ' 逾期 late' : ''}\n${each.rule} (${each.pack})`);
  return [caseNumber || subject, ruleName.zh, office, standing(before), standing(after), [...raises, ...withdraws.map((name) => `撤回 withdrawn: ${name}`)].join('\n')];
}
