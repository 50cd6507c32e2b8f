/** Names of offices, people, divisions and types recur in every event. */
const MOST_NAMES = 20_000;

/** Keeps each name that recurs once; beyond so many it begins anew. */
export class Names {
  private names = new Map<string, string>();

  /** The same name, as it was first given. */
  of(name: string): string {
    const known = this.names.get(name);
    if (known !== undefined) return known;
    if (this.names.size >= MOST_NAMES) this.names = new Map();
    this.names.set(name, name);
    return name;
  }
}
