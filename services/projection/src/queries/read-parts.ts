import type { Clock } from '@fengqiao/kernel';
import type { Pace } from '@fengqiao/platform';
import type { Log } from '@fengqiao/read-models';
import type { LiveStream } from '../duty/live-stream';
import type { ReadSide } from '../read-side';

/** What queries are answered from. */
export interface ReadParts {
  readonly readSide: ReadSide;
  /** For one case as it was known at an instant. */
  readonly log: Pick<Log, 'read'>;
  readonly live: LiveStream;
  /** The domain clock: what is late, and how long is left. */
  readonly clock: Clock;
  readonly pace: Pace;
  /** Signs the marks by which pages are turned; the same for every process that answers. */
  readonly cursorSecret: string | Uint8Array;
}
