import type { Actor, Json } from '@fengqiao/kernel';
import type { Scope } from '@fengqiao/read-models';
import type { Role } from '@fengqiao/security';
import type { ZodType } from 'zod';
import type { Bilingual } from './aggregate';

export interface QueryParameter {
  readonly name: string;
  readonly label: Bilingual;
  readonly required?: boolean;
}

/** What a query knows of its caller. `scope` limits what may be seen; nothing is asked of a view without it. */
export interface QueryContext {
  readonly actor: Actor;
  readonly scope: Scope;
  /** Path parameters, decoded. */
  readonly path: Readonly<Record<string, string>>;
  /** Query parameters as they came; a repeated one is a list. */
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  /** Shows a sealed value to this actor as far as the role allows: text, withheld or erased. */
  reveal(value: Json): Json;
}

export interface ServerEvent {
  readonly id: string;
  readonly event: string;
  readonly data: Json;
}

export type QueryAnswer =
  | { readonly kind: 'json'; readonly body: Json; readonly etag?: string }
  | { readonly kind: 'text'; readonly body: string; readonly language?: 'zh-CN' | 'en' }
  | { readonly kind: 'events'; readonly events: (closed: Promise<void>) => AsyncIterable<ServerEvent> }
  | { readonly kind: 'problem'; readonly status: 400 | 404 | 409 | 503; readonly code: string; readonly zh: string; readonly en: string; readonly parameter?: string };

/** A question somebody may ask over HTTP: GET only, listed in the API document, guarded by roles. */
export interface QueryRoute {
  /** Unique, lowerCamel: `disputeLedger`. */
  readonly id: string;
  /** `/v1/views/dispute-ledger`, `/v1/views/cases/:id/timeline`. */
  readonly path: string;
  readonly label: Bilingual;
  readonly roles: readonly Role[];
  readonly parameters: readonly QueryParameter[];
  /** What a 200 answer looks like, where it is JSON. */
  readonly response?: ZodType;
  readonly produces: readonly ('json' | 'text' | 'events')[];
  handle(context: QueryContext): Promise<QueryAnswer>;
}
