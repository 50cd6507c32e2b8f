/** Exit codes that scripts can trust: the same for every command. */
export const EXIT = {
  /** Done as asked. */
  done: 0,
  /** It could not be done: not found, refused, the server is away, records were refused. */
  failed: 1,
  /** The line itself was wrong; nothing was tried. */
  usage: 2,
  /** A check found differences: a broken chain, a view that differs from its rebuild. */
  differences: 3,
} as const;

/** An expected end of a command: a bilingual line on stderr and an exit code, never a stack. */
export class CommandEnd extends Error {
  constructor(readonly code: number, readonly zh: string, readonly en: string) {
    super(`${zh} / ${en}`);
    this.name = 'CommandEnd';
  }
}
