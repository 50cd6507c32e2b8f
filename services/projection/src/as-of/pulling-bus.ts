import type { Consumer, EventBus, Subscription } from '@fengqiao/event-bus';
import { serially } from '@fengqiao/platform';
import type { Log } from '@fengqiao/read-models';

const PAGE = 1_000;

/** A bus without a relay: it brings what the log holds whenever somebody waits for it, and sleeps otherwise. Every consumer begins at a position. */
export class PullingBus implements EventBus {
  constructor(private readonly log: Pick<Log, 'readAll'>) {}

  async publish(): Promise<void> {
    // The log is read instead.
  }

  async subscribe({ after = 0, handle }: Subscription): Promise<Consumer> {
    const { log } = this;
    const oneAtATime = serially();
    let position = after;
    const readOn = async () => {
      for (let page = await log.readAll({ after: position, limit: PAGE }); page.length > 0; page = await log.readAll({ after: position, limit: PAGE })) {
        for (const event of page) {
          await handle(event);
          position = event.position;
        }
      }
    };
    return {
      get position() {
        return position;
      },
      caughtUp: () => oneAtATime('read', readOn),
      stop: async () => undefined,
    };
  }

  async close(): Promise<void> {
    // Nothing is open.
  }
}
