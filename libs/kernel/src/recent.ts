interface Entry<V> {
  readonly name: string;
  value: V;
  older: Entry<V>;
  newer: Entry<V>;
}

/**
 * The last used values by name, at most `limit` of them: the one that was not asked for the longest makes room. Their order is a ring beside
 * the map, because a large map that gives a name up and takes it in again with every question is laid out anew again and again.
 */
export class Recent<V> {
  private readonly entries = new Map<string, Entry<V>>();
  /** Stands between the newest and the oldest. */
  private readonly end: Entry<V>;

  constructor(private readonly limit: number) {
    const end = { name: '' } as Entry<V>;
    end.older = end;
    end.newer = end;
    this.end = end;
  }

  get size(): number {
    return this.entries.size;
  }

  get(name: string): V | undefined {
    const entry = this.entries.get(name);
    if (!entry) return undefined;
    this.makeNewest(entry);
    return entry.value;
  }

  set(name: string, value: V): V {
    const known = this.entries.get(name);
    if (known) {
      known.value = value;
      this.makeNewest(known);
      return value;
    }
    const { end } = this;
    const entry: Entry<V> = { name, value, older: end.older, newer: end };
    end.older.newer = entry;
    end.older = entry;
    this.entries.set(name, entry);
    if (this.entries.size > this.limit) this.delete(end.newer.name);
    return value;
  }

  delete(name: string): void {
    const entry = this.entries.get(name);
    if (!entry) return;
    this.entries.delete(name);
    takeOut(entry);
  }

  clear(): void {
    this.entries.clear();
    this.end.older = this.end;
    this.end.newer = this.end;
  }

  private makeNewest(entry: Entry<V>): void {
    const { end } = this;
    if (end.older === entry) return;
    takeOut(entry);
    entry.older = end.older;
    entry.newer = end;
    end.older.newer = entry;
    end.older = entry;
  }
}

function takeOut({ older, newer }: Entry<unknown>): void {
  older.newer = newer;
  newer.older = older;
}
