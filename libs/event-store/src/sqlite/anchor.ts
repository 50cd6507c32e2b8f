import { createHash } from 'node:crypto';
import { closeSync, copyFileSync, existsSync, fdatasync, fdatasyncSync, openSync, readFileSync, renameSync, statSync, writeFileSync, writeSync } from 'node:fs';
import type { Database } from './driver';
import { DataFileRefused } from './schema';

/** The last position that was ever acknowledged, and the hash (64 hex digits) of the event there; position 0 for an empty log. */
export interface Anchor {
  readonly position: number;
  readonly hash: string;
}

/** Notes each acknowledged head outside the log. */
export interface AnchorWriter {
  /** Called when a commit is on the disk and before anybody is answered, so that the anchor is never ahead of what was written. */
  write(anchor: Anchor): void;
  close(): Promise<void>;
}

/** Stands beside a log whose file is opened by hand and which nobody has to vouch for. */
export const NO_ANCHOR: AnchorWriter = { write: () => undefined, close: async () => undefined };

/** What comes of comparing a log with its anchor. `head` is the log's last position. */
export type AnchorFinding =
  | { readonly kind: 'whole' | 'absent' | 'unreadable'; readonly head: number }
  | { readonly kind: 'lost' | 'other'; readonly head: number; readonly anchor: Anchor };

const NO_HASH = '0'.repeat(64);
const MARK = 'fengqiao-head';
const SLOTS = 2;
/** Each slot lies in a sector of its own, so that a torn write spoils one of them at most. */
const SLOT_BYTES = 512;
const CHECK_CHARS = 16;
/** How long a note may lie in the system's cache alone: it outlives the process at once, and a loss of power after this. */
const FORCE_AFTER_MS = 1_000;

/** The anchor's file beside a log. */
export function anchorFile(log: string): string {
  return `${log}-head`;
}

/** The anchor of a log; `absent` where the file does not exist, `unreadable` where no slot of it is whole. */
export function readAnchor(log: string): Anchor | 'absent' | 'unreadable' {
  const file = anchorFile(log);
  if (!existsSync(file)) return 'absent';
  const slots = slotsOf(file);
  return slots[newestOf(slots)] ?? 'unreadable';
}

/** Does the log still hold what the anchor says was acknowledged? Read the anchor before the log's snapshot begins. */
export function compareWithAnchor(db: Database, anchor: Anchor | 'absent' | 'unreadable'): AnchorFinding {
  const head = Number(db.prepare('SELECT coalesce(max(position), 0) FROM events').get([])?.[0]);
  if (typeof anchor === 'string') return { kind: anchor, head };
  if (head < anchor.position) return { kind: 'lost', head, anchor };
  const hash = db.prepare('SELECT hash FROM events WHERE position = ?').get([anchor.position])?.[0] as Buffer | undefined;
  return (hash?.toString('hex') ?? NO_HASH) === anchor.hash ? { kind: 'whole', head } : { kind: 'other', head, anchor };
}

/** One sentence about a finding, Chinese and English; undefined where nothing is wrong. */
export function sayFinding(finding: AnchorFinding): { readonly zh: string; readonly en: string } | undefined {
  switch (finding.kind) {
    case 'whole':
    case 'absent':
      return undefined;
    case 'unreadable':
      return { zh: '记录日志末尾位置的文件已损坏，无法判断日志是否完整', en: 'the file that notes the head of the log is damaged, so nobody can tell whether the log is whole' };
    case 'lost': {
      const { head, anchor } = finding;
      return {
        zh: `日志止于位置 ${head}，而截至位置 ${anchor.position} 的写入都已确认：最末 ${anchor.position - head} 条丢失（断电、文件被截断，或放回了较旧的副本）`,
        en: `the log ends at position ${head}, but everything up to ${anchor.position} was acknowledged: the last ${anchor.position - head} events are lost (power, a cut file, or an older copy put back)`,
      };
    }
    case 'other':
      return {
        zh: `位置 ${finding.anchor.position} 的记录不是当时确认的那一条：日志被改动，或放回了较旧的副本后又有写入`,
        en: `the event at position ${finding.anchor.position} is not the one that was acknowledged: the log was changed, or an older copy was put back and written to`,
      };
  }
}

/** Keeps the write-ahead log as it was found: closing the connection moves its whole part into the file and deletes the rest, which experts may still read. */
export function keepWal(log: string): void {
  const [wal, kept] = [`${log}-wal`, `${log}-wal-kept`];
  if (existsSync(wal) && statSync(wal).size > 0 && !existsSync(kept)) copyFileSync(wal, kept);
}

/** Refuses a log that has lost what it acknowledged; the way on is an operator's deliberate act. */
export function refuseLoss(log: string, finding: AnchorFinding): void {
  const said = sayFinding(finding);
  if (!said) return;
  const file = anchorFile(log);
  keepWal(log);
  throw new DataFileRefused(
    log,
    `${said.zh}。请放回最新的副本；确无副本时，先运行 fengqiao log verify 留存结果，再把 ${file} 改名后启动，即表示知悉丢失`,
    `${said.en}. Put the newest copy back; where there is none, keep what fengqiao log verify says, rename ${file} and start: that is to say that the loss is known`,
  );
}

/** Opens the anchor of a log that was compared with it. `fatal` is called where the disk does not take it. */
export function openAnchor(db: Database, log: string, fatal: (error: unknown) => void): AnchorWriter {
  const file = anchorFile(log);
  const head = headOf(db);
  if (!existsSync(file)) create(file, head);
  const descriptor = openSync(file, 'r+');
  let slot = newestOf(slotsOf(file));
  const put = (anchor: Anchor) => {
    slot = (slot + 1) % SLOTS;
    writeSync(descriptor, slotOf(anchor), slot * SLOT_BYTES, 'latin1');
  };
  put(head);
  fdatasyncSync(descriptor);
  let timer: NodeJS.Timeout | undefined;
  let forcing = Promise.resolve();
  const force = () => {
    timer = undefined;
    forcing = new Promise((resolve) => fdatasync(descriptor, (error) => {
      if (error) fatal(error);
      resolve();
    }));
  };
  return {
    write(anchor) {
      put(anchor);
      timer ??= setTimeout(force, FORCE_AFTER_MS).unref();
    },
    async close() {
      clearTimeout(timer);
      await forcing;
      fdatasyncSync(descriptor);
      closeSync(descriptor);
    },
  };
}

/** Both slots at once, and whole or not at all: the room is there from now on, also on a full disk. */
function create(file: string, head: Anchor): void {
  const fresh = `${file}.new`;
  writeFileSync(fresh, slotOf(head).repeat(SLOTS), { mode: 0o600, flush: true });
  renameSync(fresh, file);
}

function headOf(db: Database): Anchor {
  const [position, hash] = (db.prepare('SELECT position, hash FROM events ORDER BY position DESC LIMIT 1').get([]) ?? []) as [number?, Buffer?];
  return { position: position ?? 0, hash: hash?.toString('hex') ?? NO_HASH };
}

function slotsOf(file: string): (Anchor | undefined)[] {
  const text = readFileSync(file, 'latin1');
  return Array.from({ length: SLOTS }, (_, slot) => parsed(text.slice(slot * SLOT_BYTES, (slot + 1) * SLOT_BYTES)));
}

/** The slot with the greatest position; 0 where none is whole. */
function newestOf(slots: readonly (Anchor | undefined)[]): number {
  return slots.reduce((best, anchor, slot) => ((anchor?.position ?? -1) > (slots[best]?.position ?? -1) ? slot : best), 0);
}

function slotOf({ position, hash }: Anchor): string {
  const text = `${MARK} 1 ${position} ${hash}`;
  return `${text} ${checkOf(text)}`.padEnd(SLOT_BYTES - 1) + '\n';
}

function parsed(slot: string): Anchor | undefined {
  const text = slot.trimEnd();
  const [mark, version, position = '', hash = '', check] = text.split(' ');
  if (mark !== MARK || version !== '1' || check !== checkOf(text.slice(0, -CHECK_CHARS - 1))) return undefined;
  return { position: Number(position), hash };
}

function checkOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, CHECK_CHARS);
}
