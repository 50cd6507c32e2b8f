import { isUtf8 } from 'node:buffer';
import type { RecordedEvent } from '@fengqiao/kernel';
import { canonicalText } from '../canonical-text';
import { NO_STREAM, chainHash } from '../chain';
import type { Database } from './driver';

/** One thing that is wrong. `revision` is -1 where a stream is at fault that has no event, `stream` is `*` where the whole log is; `what` says it in Chinese and English. */
export interface Fault {
  readonly stream: string;
  readonly revision: number;
  readonly code: 'BODY' | 'COLUMN' | 'HASH' | 'MISSING' | 'ORDER' | 'ORPHAN' | 'POSITION' | 'TIME' | 'PAGE' | 'TAIL';
  readonly what: { readonly zh: string; readonly en: string };
}

/** Position, stream, revision, type, body, hash; texts as bytes, because the binding ends the process on text that is no UTF-8. */
export type LogRow = readonly [position: number, stream: number, revision: number, type: number, body: Buffer, hash: Buffer];

type Body = Omit<RecordedEvent, 'position' | 'hash'>;
type Report = (code: Fault['code'], zh: string, en: string, at?: Place) => void;

interface Place {
  readonly stream: string;
  readonly revision: number;
}

/** How far a stream was walked. Either hash may continue the chain, so that one altered hash is one fault and not two. */
interface Walked {
  readonly revision: number;
  readonly stored: Buffer;
  readonly computed: Buffer;
  readonly recordedAt: string;
}

const NOTHING: Walked = { revision: NO_STREAM.revision, stored: NO_STREAM.hash, computed: NO_STREAM.hash, recordedAt: '' };

/** A revision changed to a huge number would otherwise have every number below it named. */
const MOST_MISSING_NAMED = 100;

/** Walks the rows in order of position and says what is wrong with each. */
export class LogWalk {
  private readonly names: Map<number, string>;
  private readonly types: Map<number, string>;
  private readonly walked = new Map<string, Walked>();
  private position = 0;

  constructor(db: Database, private readonly found: (fault: Fault) => void) {
    this.names = namesOf(db, 'streams');
    this.types = namesOf(db, 'types');
  }

  get streamCount(): number {
    return this.names.size;
  }

  event(row: LogRow): void {
    const [position, streamId, revision, typeId, bytes] = row;
    const text = bytes.toString();
    const body = isUtf8(bytes) ? bodyOf(text) : undefined;
    const columns: Place = { stream: this.names.get(streamId) ?? `#${streamId}`, revision };
    const place = body && !isSame(columns, body) && this.links(body, text, row[5]) ? { stream: body.stream, revision: body.revision } : columns;
    const report: Report = (code, zh, en, { stream, revision: at } = place) => this.found({ stream, revision: at, code, what: { zh, en } });

    this.checkPosition(position, report);
    if (!body) report('BODY', '正文不是规范 JSON', 'its body is no canonical JSON');
    else this.compare(columns, typeId, body, report);
    this.chain(place, row, text, body, report);
  }

  /** Names streams of which no event was walked; call it after the last row. */
  emptyStreams(): void {
    for (const stream of this.names.values()) {
      if (!this.walked.has(stream)) this.found({ stream, revision: NOTHING.revision, code: 'MISSING', what: { zh: '流表有此流，日志中却没有它的任何记录', en: 'the streams table names it, but the log has no event of it' } });
    }
  }

  private checkPosition(position: number, report: Report): void {
    const expected = this.position + 1;
    this.position = position;
    if (position !== expected) report('POSITION', `位置应为 ${expected}，实为 ${position}：其前有记录被删除或移动`, `its position is ${position} instead of ${expected}: rows before it were deleted or moved`);
  }

  /** Where columns and body name different places, both are reported: either may be the one that was changed. */
  private compare(columns: Place, typeId: number, body: Body, report: Report): void {
    const type = this.types.get(typeId) ?? `#${typeId}`;
    if (type !== body.type) report('COLUMN', `类型列为 ${type}，正文为 ${body.type}`, `its column says type ${type}, its body ${body.type}`);
    if (isSame(columns, body)) return;
    const code = columns.stream.startsWith('#') ? 'ORPHAN' : 'COLUMN';
    for (const at of [columns, body]) {
      report(code, `列为 ${columns.stream} 修订 ${columns.revision}，正文为 ${body.stream} 修订 ${body.revision}`,
        `its columns say ${columns.stream} revision ${columns.revision}, its body ${body.stream} revision ${body.revision}`, { stream: at.stream, revision: at.revision });
    }
  }

  private chain({ stream, revision }: Place, row: LogRow, text: string, body: Body | undefined, report: Report): void {
    const before = this.walked.get(stream) ?? NOTHING;
    if (revision <= before.revision) return report('ORDER', `修订 ${revision} 出现在 ${before.revision} 之后`, `revision ${revision} comes after ${before.revision}`);
    const firstPresent = Math.min(revision, before.revision + 1 + MOST_MISSING_NAMED);
    for (let missing = before.revision + 1; missing < firstPresent; missing += 1) report('MISSING', `缺少修订 ${missing}`, `revision ${missing} is missing`, { stream, revision: missing });
    const recordedAt = body?.meta.recordedAt ?? before.recordedAt;
    if (recordedAt < before.recordedAt) report('TIME', `记录时间 ${recordedAt} 早于前一条`, `it was recorded at ${recordedAt}, before the event in front of it`);
    const stored = row[5];
    const computed = revision === before.revision + 1 ? linkFrom(before, text, stored) : stored;
    if (!computed.equals(stored)) report('HASH', '散列与正文及前一条不符：其中之一被改动', 'its hash does not follow from its body and the event before it: one of them was changed');
    this.walked.set(stream, { revision, stored, computed, recordedAt });
  }

  /** Does a row continue the chain of the place its body names? Then its columns were changed, and not its body. */
  private links(body: Body, text: string, stored: Buffer): boolean {
    const before = this.walked.get(body.stream) ?? NOTHING;
    return body.revision === before.revision + 1 && linkFrom(before, text, stored).equals(stored);
  }
}

/** The hash that follows; where the row in front has an altered hash, the one that fits what is stored. */
function linkFrom(before: Walked, text: string, stored: Buffer): Buffer {
  const link = chainHash(before.stored, text);
  if (link.equals(stored) || before.computed.equals(before.stored)) return link;
  return chainHash(before.computed, text);
}

function namesOf(db: Database, table: 'streams' | 'types'): Map<number, string> {
  const rows = db.prepare(`SELECT id, coalesce(CAST(name AS BLOB), x'') FROM ${table}`).all([]) as unknown as [number, Buffer][];
  return new Map(rows.map(([id, name]) => [id, name.toString()]));
}

function isSame(one: Place, other: Place): boolean {
  return one.stream === other.stream && one.revision === other.revision;
}

/** The body, where it is the canonical text of an event. */
function bodyOf(text: string): Body | undefined {
  try {
    const body = JSON.parse(text) as Body;
    const shaped = body.v === 1 && typeof body.stream === 'string' && Number.isSafeInteger(body.revision) && typeof body.meta.recordedAt === 'string';
    return shaped && canonicalText(body) === text ? body : undefined;
  } catch {
    return undefined;
  }
}
