import type { Clock, RecordedEvent } from '@fengqiao/kernel';
import type { Pace } from '@fengqiao/platform';
import type { Directory } from '@fengqiao/security';
import type { Deadlines } from '../deadlines/deadlines';
import type { LiveStream } from '../duty/live-stream';

/** Whether the views show a revision of a stream yet. */
export type Visibility = 'visible' | 'parked' | 'behind';

/** How far the views have come. */
export interface Reached {
  /** Position of the log up to which they show everything. */
  readonly position: number;
  /** recordedAt of what lies there; empty where nothing does. */
  readonly recordedAt: string;
  /** The log holds nothing beyond it. */
  readonly isHead: boolean;
}
