import type { FieldInfo } from '@fengqiao/contracts';
import { environmentFor } from './cel-environment';
import type { Parameters } from './rule';

/** What a condition may read; nothing else is declared, so there is no clock, no look-up and no sealed field. */
export interface ConditionInput {
  readonly event: object;
  /** The event of this type before this one, in order of time; all defaults where there is none. */
  readonly last: object;
  /** Which one of its type in the subject this event is, 1 for the first. */
  readonly count: bigint;
  readonly subject: object;
  readonly start: object;
  readonly param: object;
  readonly key: string;
  /** The member of a list that the obligation is for. */
  readonly each?: unknown;
}

/** A condition compiled once and evaluated often; throws where it errs. */
export type Condition = (input: ConditionInput) => boolean;

/** Parses and checks a condition on an event type under the parameters of a pack; returns what is wrong with it, or undefined. */
export function checkCondition(text: string, type: string, parameters: Parameters, each?: FieldInfo): string | undefined {
  try {
    const { valid, type: result, error } = environmentFor(type, parameters, each).parse(text).check();
    if (!valid) return summaryOf(error);
    return result === 'bool' ? undefined : `a condition must be true or false, not ${String(result)}`;
  } catch (error) {
    return summaryOf(error);
  }
}

/** Compiles a condition that was checked when its pack was loaded. */
export function compileCondition(text: string, type: string, parameters: Parameters, each?: FieldInfo): Condition {
  const parsed = environmentFor(type, parameters, each).parse(text);
  // The check leaves the types it found in the parsed tree, which makes each evaluation cheaper.
  parsed.check();
  return (input) => {
    const result: unknown = parsed(input);
    if (typeof result !== 'boolean') throw new TypeError(`${text} is ${String(result)}, not true or false`);
    return result;
  };
}

/** Every `event.<path>` and `last.<path>`, and every `param.<name>`, that a condition reads; none where it cannot be parsed. */
export function readsOf(text: string, type: string): { readonly fields: readonly string[]; readonly parameters: readonly string[] } {
  const fields = new Set<string>();
  const parameters = new Set<string>();
  try {
    collect(environmentFor(type, {}).parse(text).ast, fields, parameters);
  } catch {
    // What cannot be parsed is refused by checkCondition, with its reason.
  }
  return { fields: [...fields], parameters: [...parameters] };
}

function collect(node: unknown, fields: Set<string>, parameters: Set<string>): void {
  const path = pathOf(node);
  if (path && (path[0] === 'event' || path[0] === 'last')) return void fields.add(path.slice(1).join('.'));
  if (path && path[0] === 'param') return void parameters.add(path[1] ?? '');
  for (const child of nodesIn((node as { args: unknown }).args)) collect(child, fields, parameters);
}

/** `['event', 'grade']` of `event.grade`. */
function pathOf(node: unknown): string[] | undefined {
  const { op, args } = node as { op: string; args: unknown };
  if (op === 'id') return [args as string];
  if (op !== '.') return undefined;
  const [object, name] = args as [unknown, string];
  const above = pathOf(object);
  return above && [...above, name];
}

function nodesIn(args: unknown): unknown[] {
  if (Array.isArray(args)) return args.flatMap(nodesIn);
  return typeof args === 'object' && args !== null && 'op' in args ? [args] : [];
}

function summaryOf(error: unknown): string {
  const { summary, message } = error as { summary?: string; message: string };
  return summary ?? message.split('\n')[0] ?? 'unknown';
}
