import { mkdirSync } from 'node:fs';
import { Relay, type BusTrouble, type EventBus } from '@fengqiao/event-bus';
import { InProcessBus } from '@fengqiao/event-bus/in-process';
import { openSqliteCheckpoints } from '@fengqiao/event-bus/sqlite';
import { StoreUnavailable, type EventStore } from '@fengqiao/event-store';
import { acquireFolderLock, openSqliteEventStore } from '@fengqiao/event-store/sqlite';
import { DEVELOPMENT_ISSUER, DevelopmentIssuer, TokenVerifier, type FolderSecrets, type KeyRing } from '@fengqiao/security';
import { openKeyFile } from '@fengqiao/security/file';
import type { Timer } from '@fengqiao/timers';
import { inProcessTimer } from '@fengqiao/timers/in-process';
import type { DomainClock } from '../clock';

/** The adapters of one process on one data folder. */
export interface Embedded {
  readonly folder: string;
  /** The log was empty when it was opened. */
  readonly isFresh: boolean;
  readonly store: EventStore;
  readonly keys: KeyRing;
  readonly secrets: FolderSecrets;
  readonly bus: EventBus;
  readonly timer: Timer;
  readonly issuer: DevelopmentIssuer;
  readonly verifier: TokenVerifier;
  /** Starts to carry the log to the bus; called when the consumers have subscribed. */
  startRelay(): Promise<Relay>;
  /** Stops in the order of the flow: relay, bus, timer, store, keys, and lets the folder go. */
  close(): Promise<void>;
}

export interface EmbeddedOptions {
  readonly folder: string;
  readonly clock: DomainClock;
  report(trouble: BusTrouble): void;
  onTimerError(error: unknown): void;
}

/**
 * Opens SQLite log, key file, in-process bus and timer on a folder that no other process holds.
 * Throws `FolderLocked`, `LogRefused` or `KeyFileRefused`, each with one sentence that says what to do.
 */
export async function openEmbedded({ folder, clock, report, onTimerError }: EmbeddedOptions): Promise<Embedded> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const lock = acquireFolderLock(folder);
  const opened: (() => unknown)[] = [() => lock.release()];
  try {
    const store = await openSqliteEventStore({ folder });
    opened.push(() => store.close());
    const isFresh = (await store.head()) === 0;
    const keyFile = openKeyFile(folder, { mayCreate: isFresh });
    opened.push(() => keyFile.close());
    const checkpoints = await openSqliteCheckpoints({ folder });
    opened.push(() => checkpoints.close());
    const bus = new InProcessBus({ store, checkpoints, report });
    opened.push(() => bus.close());
    const timer = inProcessTimer(clock, onTimerError);
    opened.push(() => timer.close());
    const { kid, publicKey } = keyFile.secrets.signing;
    return {
      folder,
      isFresh,
      store,
      keys: sayingFull(keyFile.ring),
      secrets: keyFile.secrets,
      bus,
      timer,
      issuer: new DevelopmentIssuer(keyFile.secrets.signing, () => Date.now()),
      verifier: new TokenVerifier({ issuer: DEVELOPMENT_ISSUER, keys: new Map([[kid, publicKey]]) }, () => Date.now()),
      startRelay: async () => {
        const relay = await Relay.start({ name: 'relay', store, bus, checkpoints, report });
        opened.push(() => relay.stop());
        return relay;
      },
      close: () => closeAll(opened),
    };
  } catch (error) {
    await closeAll(opened);
    throw error;
  }
}

/** The keys, with the store's own word for a disk without room: a new key is written before the event that it seals. */
function sayingFull(ring: KeyRing): KeyRing {
  const saying = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'SQLITE_FULL') throw error;
      throw new StoreUnavailable('DISK_FULL', '磁盘已满，密钥未能写入。 The disk is full, a key could not be written.');
    }
  };
  return { ensure: (keyIds) => saying(() => ring.ensure(keyIds)), get: (keyId) => ring.get(keyId), destroy: (keyId) => saying(() => ring.destroy(keyId)) };
}

async function closeAll(opened: (() => unknown)[]): Promise<void> {
  for (let close = opened.pop(); close; close = opened.pop()) await close();
}
