import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Instant } from '@fengqiao/kernel';
import type { Orders, Said } from './host-child.scenes';

/** A child that listens. */
export interface Serving {
  readonly url: string;
  /** The time of its domain when it had opened the folder. */
  readonly now: Instant;
  /** Cases without a number that it found at its start. */
  readonly swept: number;
  /** Ends it with -9 and resolves when it is gone. */
  kill(): Promise<void>;
}

/** Children that have loaded their code and wait for their turn. */
const READY = 2;

/**
 * Hosts on one folder, one after the other. The next ones have loaded their code beforehand, so that a killed one is
 * followed as fast as a folder can be opened.
 */
export class Succession {
  private readonly spares: Promise<ChildProcess>[] = [];

  constructor(private readonly entry: string, private readonly orders: Orders) {
    this.refill();
  }

  /** Lets the next child take the folder over; resolves when it listens. */
  async next(): Promise<Serving> {
    const child = await this.begun();
    const said = await saidBy(child);
    if (said.kind !== 'serving') throw new Error(`a child that was told to serve says ${said.kind}`);
    return { url: said.url, now: said.now, swept: said.swept, kill: () => killed(child) };
  }

  /** Ends a child while it opens the folder, so many milliseconds after it was told to. */
  async killOpening(afterMs: number): Promise<void> {
    const child = await this.begun();
    await new Promise((resolve) => setTimeout(resolve, afterMs));
    await killed(child);
  }

  /** Ends those that still wait. */
  async end(): Promise<void> {
    await Promise.all(this.spares.splice(0).map(async (spare) => killed(await spare)));
  }

  private async begun(): Promise<ChildProcess> {
    const child = await (this.spares.shift() as Promise<ChildProcess>);
    child.send(this.orders);
    this.refill();
    return child;
  }

  private refill(): void {
    while (this.spares.length < READY) this.spares.push(loaded(this.entry));
  }
}

async function loaded(entry: string): Promise<ChildProcess> {
  const child = fork(entry, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const said = await saidBy(child);
  if (said.kind !== 'loaded') throw new Error(`a new child says ${said.kind}`);
  return child;
}

async function saidBy(child: ChildProcess): Promise<Said> {
  const said = once(child, 'message').then(([message]) => message as Said);
  const gone = once(child, 'exit').then(([code, signal]) => Promise.reject(new Error(`the child ended by itself: ${code ?? signal}`)));
  // Whichever comes second is of no interest any more.
  gone.catch(() => undefined);
  return Promise.race([said, gone]);
}

async function killed(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit');
  if (child.exitCode !== null) throw new Error(`the child had ended by itself: ${child.exitCode}`);
  child.kill('SIGKILL');
  await exit;
}
