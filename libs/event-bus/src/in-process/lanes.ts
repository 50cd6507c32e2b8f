import type { RecordedEvent } from '@fengqiao/kernel';

/** The waiting events of one stream, the first of them being handled or due next. */
export interface Lane {
  readonly stream: string;
  readonly events: RecordedEvent[];
  /** Attempts at the first event so far. */
  attempts: number;
}

/** Events in lanes by stream: one of a lane at a time, lanes in turn. */
export class Lanes {
  private readonly lanes = new Map<string, Lane>();
  private readonly ready = new Set<Lane>();
  private waiting = 0;

  /** Events that are not handled yet. */
  get pending(): number {
    return this.waiting;
  }

  add(event: RecordedEvent): void {
    this.waiting += 1;
    const lane = this.lanes.get(event.stream);
    if (lane) return void lane.events.push(event);
    const opened = { stream: event.stream, events: [event], attempts: 0 };
    this.lanes.set(event.stream, opened);
    this.ready.add(opened);
  }

  /** A lane whose first event may be handled now; it is not given again before `handled` or `again`. */
  take(): Lane | undefined {
    const lane = this.ready.values().next().value;
    if (lane) this.ready.delete(lane);
    return lane;
  }

  /** The lane's first event is done; the next one waits for its turn. */
  handled(lane: Lane): void {
    lane.events.shift();
    lane.attempts = 0;
    this.waiting -= 1;
    if (lane.events.length > 0) this.ready.add(lane);
    else this.lanes.delete(lane.stream);
  }

  /** The lane's first event is to be handled again. */
  again(lane: Lane): void {
    this.ready.add(lane);
  }

  /** The lowest position that is not handled; undefined where nothing waits. */
  lowest(): number | undefined {
    let lowest: number | undefined;
    for (const { events } of this.lanes.values()) {
      const { position } = events[0] as RecordedEvent;
      if (lowest === undefined || position < lowest) lowest = position;
    }
    return lowest;
  }
}
