import type { Instant } from '@fengqiao/kernel';

interface Entry {
  readonly at: Instant;
  readonly name: string;
}

/** Stale entries are thrown out when they outnumber the current ones and are worth the work. */
const COMPACT_FROM = 1_024;

/**
 * The next instant of each name, earliest first, ties by name: a binary heap whose outdated entries are skipped when they surface.
 * It is the timer: what lies first is when somebody has to be woken.
 */
export class NextInstants {
  private heap: Entry[] = [];
  private readonly current = new Map<string, Instant>();

  get size(): number {
    return this.current.size;
  }

  /** Sets, moves or (undefined) takes away the instant of a name. */
  set(name: string, at: Instant | undefined): void {
    if (at === this.current.get(name)) return;
    if (at === undefined) this.current.delete(name);
    else {
      this.current.set(name, at);
      this.push({ at, name });
    }
    if (this.heap.length > COMPACT_FROM && this.heap.length > 2 * this.current.size) this.compact();
  }

  /** The earliest instant of all. */
  first(): Instant | undefined {
    return this.top()?.at;
  }

  /** Takes away and returns the earliest name whose instant is not after `now`. */
  takeDue(now: Instant): string | undefined {
    const top = this.top();
    if (!top || top.at > now) return undefined;
    this.pop();
    this.current.delete(top.name);
    return top.name;
  }

  clear(): void {
    this.heap = [];
    this.current.clear();
  }

  private top(): Entry | undefined {
    for (let top = this.heap[0]; top; top = this.heap[0]) {
      if (this.current.get(top.name) === top.at) return top;
      this.pop();
    }
    return undefined;
  }

  private compact(): void {
    this.heap = [...this.current].map(([name, at]) => ({ at, name })).sort((a, b) => (isBefore(a, b) ? -1 : 1));
  }

  private push(entry: Entry): void {
    const { heap } = this;
    let index = heap.length;
    heap.push(entry);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!isBefore(entry, heap[parent] as Entry)) break;
      heap[index] = heap[parent] as Entry;
      index = parent;
    }
    heap[index] = entry;
  }

  private pop(): void {
    const { heap } = this;
    const last = heap.pop() as Entry;
    if (heap.length === 0) return;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1] as Entry, heap[child] as Entry)) child += 1;
      if (!isBefore(heap[child] as Entry, last)) break;
      heap[index] = heap[child] as Entry;
      index = child;
    }
    heap[index] = last;
  }
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.at < b.at || (a.at === b.at && a.name < b.name);
}
