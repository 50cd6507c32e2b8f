import type { Guard } from '@fengqiao/event-store/sqlite';
import type { Instant } from '@fengqiao/kernel';
import type { PastQuestion } from '@fengqiao/projection';
import type { QueryAnswer } from '@fengqiao/platform';

/** What a folding thread is told when it begins. */
export interface Orders {
  readonly folder: string;
  readonly at: Instant;
  readonly cursorSecret: string | Uint8Array;
  readonly guard: Guard;
}

/** To the thread. */
export interface Asked {
  readonly id: number;
  readonly question: PastQuestion;
}

/** From the thread: how far it has read, that its views stand (with the bytes of memory they take), or an answer. */
export type Told =
  | { readonly kind: 'progress'; readonly percent: number }
  | { readonly kind: 'ready'; readonly bytes: number }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: QueryAnswer }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string };
