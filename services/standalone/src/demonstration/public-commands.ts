import type { JsonObject } from '@fengqiao/kernel';

/** One public command, exactly as anybody could send it over HTTP. */
export interface PublicCommand {
  /** Account that acts. */
  readonly as: string;
  /** `/v1/mediation/disputes/<id>/grade`. */
  readonly path: string;
  readonly body: JsonObject;
  /** Idempotency-Key, where what the command makes is to be found again. */
  readonly key?: string;
}

export interface PublicAnswer {
  readonly id: string;
  readonly revision: number;
  readonly events: readonly { readonly id: string; readonly type: string }[];
}

/** The public interface, and nothing else, is what the demonstration is made with. */
export interface PublicInterface {
  /** Sends a command; throws where it is refused, because the demonstration's own steps must all be allowed. */
  send(command: PublicCommand): Promise<PublicAnswer>;
  /** Reads as an account. */
  read(as: string, path: string): Promise<unknown>;
}
