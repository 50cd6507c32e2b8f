import type { Actor, Instant } from '@fengqiao/kernel';
import type { QueryAnswer } from '@fengqiao/platform';
import type { Scope } from '@fengqiao/read-models';

/** A question to one route, as plain data: it may travel to another thread. */
export interface PastQuestion {
  /** Id of the route. */
  readonly route: string;
  readonly actor: Actor;
  readonly scope: Scope;
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string | readonly string[]>>;
}

export type PastAnswer =
  | QueryAnswer
  /** The views of that instant are still being folded: `percent` of the log is read. */
  | { readonly kind: 'folding'; readonly percent: number }
  /** So many instants are being looked at that none can make room. */
  | { readonly kind: 'crowded' }
  /** The views of that instant do not fit into the memory that they may take. */
  | { readonly kind: 'tooLarge' };

/** Answers questions on the views as they stood at an instant. Sealed values come out sealed: whoever asks shows them. */
export interface Past {
  ask(at: Instant, question: PastQuestion): Promise<PastAnswer>;
  close(): Promise<void>;
}
