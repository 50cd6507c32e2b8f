import { AppendOutcomeUnknown, WrongExpectedRevision, type EventStore, type ExpectedRevision } from '@fengqiao/event-store';
import { invariant, type Clock, type Instant, type RecordedEvent } from '@fengqiao/kernel';
import type { Pace } from '@fengqiao/platform';
import type { Directory } from '@fengqiao/security';
import type { Deadlines } from '../deadlines/deadlines';
import { escalationStream } from '../deadlines/rung-history';
import { subjectFacts } from '../deadlines/subject-facts';
import { lackingAfter, type Lacking } from './judged';

/** What is needed to judge subjects on the log as it is, and to append what they lack. */
export interface RaisingPorts {
  readonly store: EventStore;
  readonly clock: Clock;
  readonly directory: Directory;
  readonly deadlines: Deadlines;
  readonly pace: Pace;
  /** Position in the log up to which the deadlines have surely been given everything; 0 where it is left out. */
  reached?(): number;
}

/** Who is told how it went with each subject. */
export interface RaisingListener {
  failed(subject: string, error: unknown): void;
  succeeded(subject: string): void;
  /** A symbol led to nobody, so that the county's duty officer was told instead. */
  fellBack(subject: string, symbol: string): void;
}

/** How long the loop is kept before everybody else has a turn, milliseconds. */
const SLICE_MS = 15;
/** Subjects whose appends are asked for together: a commit costs nearly the same for many events as for a few. */
const TOGETHER = 128;
/** Events read at a time. */
const PAGE = 1_000;

/** What a judgement found lacking, with the revision of each stream that it rests on: the fence. */
interface Found {
  readonly subject: string;
  readonly now: Instant;
  readonly lacking: readonly (Lacking & { readonly expected: ExpectedRevision })[];
}

/**
 * Judges subjects again on the log as it then is, and appends what it lacks with the revision that was read.
 * That revision is the fence: of two escalators, one that slept, or one on another node, only one appends.
 */
export class Raising {
  /** Position up to which the log itself was read. */
  private seen = 0;

  constructor(private readonly ports: RaisingPorts, private readonly listener: RaisingListener) {}

  /**
   * Takes subjects one after the other, letting others run between slices, asks for the appends of many at a time, and takes what all of them have
   * brought. `mayJudge` throws where one is not to be judged again.
   */
  async raise(subjects: readonly string[], mayJudge: (subject: string) => void): Promise<void> {
    const { pace, deadlines } = this.ports;
    const appends: Promise<readonly RecordedEvent[]>[] = [];
    let found: Found[] = [];
    let since = pace.elapsedMs();
    for (const subject of subjects) {
      try {
        mayJudge(subject);
        found.push(this.judge(subject));
      } catch (error) {
        this.listener.failed(subject, error);
      }
      if (found.length >= TOGETHER) {
        appends.push(...(await this.append(found)));
        found = [];
      }
      if (pace.elapsedMs() - since < SLICE_MS) continue;
      await pace.breathe();
      since = pace.elapsedMs();
    }
    appends.push(...(await this.append(found)));
    await deadlines.feed((await Promise.all(appends)).flat());
  }

  /**
   * Brings what is known of all subjects up to the log as it is. Escalations are left out: the revision that each append expects says whether
   * somebody else has written one.
   */
  async readOn(): Promise<void> {
    const { deadlines, store, reached } = this.ports;
    for (;;) {
      const head = await store.head();
      const after = Math.max(this.seen, reached?.() ?? 0);
      if (after >= head) return;
      const page = await store.readAll({ after, limit: PAGE, prefixes: subjectFacts.prefixes });
      await deadlines.feed(page);
      this.seen = Math.max(page.length < PAGE ? head : 0, page.at(-1)?.position ?? 0);
    }
  }

  /** Judges a subject by what is known of it. */
  private judge(subject: string): Found {
    const { deadlines, clock, directory } = this.ports;
    const { view } = deadlines;
    const now = clock.now();
    const standing = view.judgeAgain(subject, now);
    if (!standing) return { subject, now, lacking: [] };
    const setting = { now, sources: view.sourcesOf(subject), escalation: (id: string) => view.history(id) };
    const lacking = lackingAfter(standing, setting, directory).map(({ obligationId, events, fallbacks }) => {
      const known = view.history(obligationId);
      invariant(!known?.parked, `${known?.stream} cannot be read from revision ${known?.parked?.revision} on: ${known?.parked?.reason}`);
      return { obligationId, events, fallbacks, expected: known?.revision ?? ('none' as const) };
    });
    return { subject, now, lacking };
  }

  /** Asks the store for all that was found lacking on the log as it is; a subject of which the log has other facts by now is left to the next round. */
  private async append(found: readonly Found[]): Promise<readonly Promise<readonly RecordedEvent[]>[]> {
    const { view } = this.ports.deadlines;
    await this.readOn();
    // From here to the calls of append nothing waits: what was judged is what the appends' revisions say was known.
    return found.filter(({ subject }) => !view.hasNews(subject)).map(async ({ subject, now, lacking }) => {
      try {
        const events = await Promise.all(lacking.map((each) => this.appendTo(escalationStream(each.obligationId), each, now, subject)));
        this.listener.succeeded(subject);
        return events.flat();
      } catch (error) {
        this.listener.failed(subject, error);
        return [];
      }
    });
  }

  private async appendTo(stream: string, { expected, events, fallbacks }: Found['lacking'][number], now: Instant, subject: string): Promise<readonly RecordedEvent[]> {
    const { store } = this.ports;
    try {
      const appended = await store.append(stream, expected, events, now);
      for (const symbol of fallbacks) this.listener.fellBack(subject, symbol);
      return appended.events;
    } catch (error) {
      // Another was first, or nobody knows: what the stream holds says what is still lacking, and the next round looks.
      if (!(error instanceof WrongExpectedRevision || error instanceof AppendOutcomeUnknown)) throw error;
      return store.read(stream, expected === 'none' ? 0 : expected + 1);
    }
  }
}
