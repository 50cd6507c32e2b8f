import { hash } from 'node:crypto';
import { toInstant, type RecordedEvent } from '@fengqiao/kernel';
import { ledgerProjection, type LedgerDocument } from '@fengqiao/projection';
import type { Scope, ViewDocument, ViewPage, ViewQuery } from '@fengqiao/read-models';
import { MemoryViewStore } from '@fengqiao/read-models/memory';
import { scopeFor } from '@fengqiao/security';
import { Histories, streamOfCase, villages, type Place } from '../histories';
import { interleaved, timed } from '../measure';
import { time, type JobResult } from '../result';
import type { JobContext } from './job';

const START_MS = Date.parse('2025-01-06T01:00:00Z');
const STEP_MS = 5 * 60_000;
const PAGE = 50;

/** Cases of one office in one status, the latest first: a page of them, with how many there are, among 100,000. */
export async function query({ rounds, quick, say }: JobContext): Promise<JobResult> {
  const histories = await Histories.ordinary();
  const cases = quick ? 500 : 100_000;
  const places = villages(quick ? 5 : 500);
  const store = new MemoryViewStore(ledgerProjection);
  const byHand = new HandMadeIndex();
  for (let caseNumber = 0; caseNumber < cases; caseNumber += 1) {
    const view = folded(histories, caseNumber, places[caseNumber % places.length] as Place);
    await store.put([view]);
    byHand.add(view);
  }
  byHand.sort();
  say(`${cases} cases`);

  const scope = scopeFor({ personId: 'p', account: 'county.head', officeId: 'county', division: '330681', level: 4, roles: ['bureauHead'] });
  const asked = Array.from({ length: quick ? 50 : 2_000 }, (_, n) => ({ officeId: (places[(n * 7) % places.length] as Place).officeId, status: STATUSES[n % STATUSES.length] as LedgerDocument['status'] }));
  const samples = await interleaved('query', rounds, {
    value: async () => {
      const { result, wallMs, cpuMs } = await timed(async () => {
        const pages: ViewPage<LedgerDocument>[] = [];
        for (const each of asked) pages.push(await store.query(questionOf(each, scope)));
        return pages;
      });
      return { units: asked.length, wallMs, cpuMs, proof: proofOf(result.map(({ items, total }) => `${total}: ${items.map(({ stream }) => stream).join(' ')}`)) };
    },
    limit: async () => {
      const { result, wallMs, cpuMs } = await timed(async () => asked.map((each) => byHand.page(each)));
      return { units: asked.length, wallMs, cpuMs, proof: proofOf(result.map(({ streams, total }) => `${total}: ${streams.join(' ')}`)) };
    },
  }, say);
  return time({
    job: 'query', unit: 'ms/query', reach: { atMost: 0.2 },
    work: `among ${cases} cases in memory those of one office in one status, by registration, latest first: ${PAGE} of them and how many there are`,
    against: 'an index written by hand for this one question: a Map from office and status to a sorted list',
    also: { documentsOfAnOffice: cases / places.length },
  }, samples);
}

const STATUSES: readonly LedgerDocument['status'][] = ['registered', 'mediating', 'confirmationPending', 'archived'];

interface Asked {
  readonly officeId: string;
  readonly status: LedgerDocument['status'];
}

function questionOf({ officeId, status }: Asked, scope: Scope): ViewQuery {
  return {
    scope, limit: PAGE, facets: [], sort: { field: 'registeredAt', descending: true },
    where: [{ field: 'officeId', op: 'eq', value: officeId }, { field: 'status', op: 'eq', value: status }],
  };
}

/** A case that has come some way, folded as the view folds it. */
function folded(histories: Histories, caseNumber: number, place: Place): ViewDocument<LedgerDocument> {
  const stream = streamOfCase(caseNumber);
  const steps = 1 + ((caseNumber * 7) % histories.length);
  let document = ledgerProjection.initial(stream);
  let asOf = '';
  for (let step = 0; step < steps; step += 1) {
    const event = histories.event(caseNumber, step, place, (each) => START_MS + caseNumber * STEP_MS + each * 86_400_000);
    asOf = toInstant(Date.parse(event.meta.occurredAt));
    document = ledgerProjection.apply(document, { ...event, v: 1, stream, revision: step, meta: { ...event.meta, recordedAt: asOf }, position: 0, hash: '' } as RecordedEvent);
  }
  return { stream, revision: steps - 1, asOf, document };
}

/** The least that can answer the question. */
class HandMadeIndex {
  private readonly lists = new Map<string, { readonly stream: string; readonly at: string }[]>();

  add({ stream, document }: ViewDocument<LedgerDocument>): void {
    const key = `${document.officeId} ${document.status}`;
    const list = this.lists.get(key) ?? [];
    this.lists.set(key, list);
    list.push({ stream, at: document.registeredAt });
  }

  sort(): void {
    for (const list of this.lists.values()) list.sort((a, b) => (a.at !== b.at ? (a.at < b.at ? 1 : -1) : a.stream < b.stream ? -1 : 1));
  }

  page({ officeId, status }: Asked): { readonly streams: readonly string[]; readonly total: number } {
    const list = this.lists.get(`${officeId} ${status}`) ?? [];
    return { streams: list.slice(0, PAGE).map(({ stream }) => stream), total: list.length };
  }
}

function proofOf(found: readonly string[]): string {
  return `answers ${hash('sha256', found.join('\n'), 'hex').slice(0, 16)}`;
}
