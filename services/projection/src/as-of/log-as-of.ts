import type { Instant, RecordedEvent } from '@fengqiao/kernel';
import type { Log } from '@fengqiao/read-models';

type ReadAll = Parameters<Log['readAll']>[0];

/**
 * The log as it stood at an instant: of each stream the prefix with recordedAt up to it. Positions stay those of the whole log.
 * The whole log is looked through, never only its beginning: clocks differ, so that a later position may have been recorded earlier.
 * Events that are appended afterwards but recorded up to the instant belong to it too, and are found by reading on.
 */
export class LogAsOf implements Log {
  /** Position of the last event that is known to belong to it. */
  private last = 0;
  /** Behind `last`, nothing up to this position belongs to it: need not be looked at again. */
  private looked = 0;

  constructor(
    private readonly log: Log,
    private readonly at: Instant,
    /** Called with the position of the whole log up to which was read. */
    private readonly onRead: (position: number) => void = () => undefined,
  ) {}

  /** recordedAt never goes back within a stream, so that this is a prefix. */
  async read(stream: string, fromRevision?: number): Promise<readonly RecordedEvent[]> {
    return (await this.log.read(stream, fromRevision)).filter((event) => this.isKnown(event));
  }

  async readAll({ after, limit, prefixes = [] }: ReadAll): Promise<readonly RecordedEvent[]> {
    let from = after >= this.last ? Math.max(after, this.looked) : after;
    for (;;) {
      const page = await this.log.readAll({ after: from, limit });
      const end = page[page.length - 1]?.position;
      if (end === undefined) return [];
      const known = page.filter((event) => this.isKnown(event));
      this.note(from, known, end);
      this.onRead(end);
      from = end;
      const wanted = prefixes.length === 0 ? known : known.filter(({ stream }) => prefixes.some((prefix) => stream.startsWith(prefix)));
      if (wanted.length > 0) return wanted;
    }
  }

  /** The last position that belongs to it, as far as the log was read. */
  async head(): Promise<number> {
    return this.last;
  }

  private isKnown({ meta }: RecordedEvent): boolean {
    return meta.recordedAt <= this.at;
  }

  private note(from: number, known: readonly RecordedEvent[], end: number): void {
    // What was skipped by the caller was not looked at.
    if (from > Math.max(this.last, this.looked)) return;
    this.last = Math.max(this.last, known[known.length - 1]?.position ?? 0);
    this.looked = Math.max(this.looked, end);
  }
}
