import type { Actor, Json } from '@fengqiao/kernel';
import type { Scope } from '@fengqiao/read-models';
import type { Health } from '../health';
import type { CaseNumbering } from '../numbering';
import type { PdfPrinter } from '../papers';
import type { CommandPipeline } from '../pipeline';

/** What the HTTP layer needs; the host fills it with adapters. */
export interface HttpPorts {
  readonly pipeline: CommandPipeline;
  readonly numbering: CaseNumbering;
  readonly health: Health;
  /** Verifies a bearer token and finds the person in the directory as of now; undefined answers 401. */
  authenticate(token: string): Promise<Actor | undefined>;
  /** UUID of a command: from the caller's Idempotency-Key, or random where there is none. */
  commandId(actor: Actor, idempotencyKey: string | undefined): string;
  scopeOf(actor: Actor): Scope;
  reveal(actor: Actor, value: Json): Json;
  /** Waits until the views show this revision, a quarter of a second at most; never fails a command. */
  visible(stream: string, revision: number): Promise<'visible' | 'parked' | 'behind'>;
  /** Reports what a person should look into; never with personal data. */
  report(error: unknown, where: string, correlation: string): void;
  randomId(): string;
  /** The number of a case as people write it, empty where it has none yet; for papers. */
  caseNumber?(stream: string): string;
  /** Prints papers as PDF; without it they are HTML only. */
  readonly pdf?: PdfPrinter;
}

export const HTTP_PORTS = Symbol('HttpPorts');
