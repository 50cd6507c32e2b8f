import { hash } from 'node:crypto';
import { namesBehind, uuid5Of } from '@fengqiao/kernel';

/** The namespace of every id that Fengqiao derives; frozen with the first stored event. */
export const NAMESPACE = 'b9f3c1de-5a0e-4f86-9d27-7c1e60a4f3b5';
const named = namesBehind(NAMESPACE.replaceAll('-', ''));

/** UUID of a command: the same caller with the same Idempotency-Key means the same command. */
export function commandId(issuer: string, subject: string, idempotencyKey: string): string {
  return derived('command', issuer, subject, idempotencyKey);
}

/** UUID of the stream that a command creates. */
export function createdStreamId(command: string): string {
  return derived('stream', command);
}

/** UUID of the n-th event of a command whose id is derived from the one place it can be about. */
export function eventId(command: string, index: number): string {
  return derived('event', command, String(index));
}

/**
 * UUID of the n-th event, and of the n-th thing, that a command makes in a stream. The stream is part of it, because nobody can see that a
 * caller sent the same key to two cases: then these are two commands, and nothing of the one may pass for the other's.
 */
export function eventIdIn(stream: string, command: string, index: number): string {
  return derived('event', command, stream, String(index));
}

/** UUID of something that is known by its name: the stream of a pack, a code list. */
export function namedId(kind: string, name: string): string {
  return derived('name', kind, name);
}

/** JSON keeps the parts apart: ("a", "bc") and ("ab", "c") are two names. */
function derived(...parts: readonly string[]): string {
  return uuid5Of(hash('sha1', named(JSON.stringify(parts)), 'hex'));
}
