import canonicalize from 'canonicalize';
import type { Fold, Log } from './fold';
import type { ViewDocument, ViewStore } from './port';
import type { Replayed, ReplayOptions } from './replay';

/** One field in which live and rebuilt differ: `document.status`, `revision`, `asOf`, `parked`; `stream` where one side has no document. */
export interface Difference {
  readonly stream: string;
  readonly field: string;
  /** Canonical JSON; undefined where that side has nothing. */
  readonly live?: string;
  readonly rebuilt?: string;
}

export interface CheckOptions extends ReplayOptions {
  /** Waits until what is live has come at least as far as the log was when the rebuild ended. */
  readonly settle?: () => Promise<void>;
}

export interface CheckReport {
  readonly events: number;
  readonly position: number;
  /** Documents compared. */
  readonly documents: number;
  /** Live documents that stand still. */
  readonly parked: number;
  /** Streams whose documents differ, all of them. */
  readonly differing: readonly string[];
  /** The first 1,000 differences, by stream and field. */
  readonly differences: readonly Difference[];
}

const PAGE = 500;
const MOST_DIFFERENCES = 1_000;

/**
 * Compares live documents with a rebuilt generation. A document that has moved on since the generation was read is
 * computed once more from the log, up to the revision that it shows, so that a check may run while commands are taken.
 */
export async function check<D>(
  fold: Fold<D>,
  live: ViewStore<D>,
  rebuilt: Replayed & { readonly generation: ViewStore<D> },
  log: Pick<Log, 'read'>,
): Promise<CheckReport> {
  const differing: string[] = [];
  const differences: Difference[] = [];
  let [documents, parked] = [0, 0];
  for await (const [stream, ours, expected] of pairs(live, rebuilt.generation)) {
    documents += 1;
    if (ours?.parked) parked += 1;
    if (sameBytes(ours, expected)) continue;
    const found = differencesOf(stream, ...(await again(fold, stream, live, expected, log)));
    if (found.length === 0) continue;
    differing.push(stream);
    differences.push(...found.slice(0, MOST_DIFFERENCES - differences.length));
  }
  return { events: rebuilt.events, position: rebuilt.position, documents, parked, differing, differences };
}

/** The live document as it is now, and what the log makes of its stream up to the same revision. */
async function again<D>(
  fold: Fold<D>,
  stream: string,
  live: ViewStore<D>,
  expected: ViewDocument<D> | undefined,
  log: Pick<Log, 'read'>,
): Promise<[ViewDocument<D> | undefined, ViewDocument<D> | undefined]> {
  const ours = await live.get(stream);
  if (!ours || (expected && expected.revision >= ours.revision)) return [ours, expected];
  const upTo = ours.parked ? Infinity : ours.revision;
  const events = (await log.read(stream)).filter(({ revision }) => revision <= upTo);
  return [ours, await fold.advance(stream, undefined, events)];
}

/** Walks two stores side by side, in the order of streams. */
async function* pairs<D>(
  left: ViewStore<D>,
  right: ViewStore<D>,
): AsyncGenerator<[string, ViewDocument<D> | undefined, ViewDocument<D> | undefined]> {
  const [lefts, rights] = [documentsOf(left), documentsOf(right)];
  let [l, r] = [await lefts.next(), await rights.next()];
  while (!l.done || !r.done) {
    const [a, b] = [l.done ? undefined : l.value, r.done ? undefined : r.value];
    if (a && (!b || a.stream < b.stream)) {
      yield [a.stream, a, undefined];
      l = await lefts.next();
    } else if (b && (!a || b.stream < a.stream)) {
      yield [b.stream, undefined, b];
      r = await rights.next();
    } else if (a && b) {
      yield [a.stream, a, b];
      [l, r] = [await lefts.next(), await rights.next()];
    }
  }
}

async function* documentsOf<D>(store: ViewStore<D>): AsyncGenerator<ViewDocument<D>> {
  for (let after = ''; ; ) {
    const page = await store.scan(after, PAGE);
    yield* page;
    const last = page[page.length - 1];
    if (!last) return;
    after = last.stream;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function sameBytes(a: unknown, b: unknown): boolean {
  return a === b || (a !== undefined && b !== undefined && canonicalize(a) === canonicalize(b));
}

function differencesOf<D>(stream: string, live: ViewDocument<D> | undefined, rebuilt: ViewDocument<D> | undefined): Difference[] {
  if (!live || !rebuilt) return live === rebuilt ? [] : [{ stream, field: 'stream', live: live && stream, rebuilt: rebuilt && stream }];
  const [ours, expected] = [flat(live), flat(rebuilt)];
  const fields = [...new Set([...ours.keys(), ...expected.keys()])].sort();
  return fields
    .filter((field) => ours.get(field) !== expected.get(field))
    .map((field) => ({ stream, field, live: ours.get(field), rebuilt: expected.get(field) }));
}

/** Field -> canonical JSON; the fields of the document stand one by one. */
function flat<D>({ document, ...rest }: ViewDocument<D>): Map<string, string> {
  const fields = new Map<string, string>();
  for (const [field, value] of Object.entries(rest)) set(fields, field, value);
  if (typeof document !== 'object' || document === null) set(fields, 'document', document);
  else for (const [field, value] of Object.entries(document)) set(fields, `document.${field}`, value);
  return fields;
}

function set(fields: Map<string, string>, field: string, value: unknown): void {
  const text = canonicalize(value);
  if (text !== undefined) fields.set(field, text);
}
