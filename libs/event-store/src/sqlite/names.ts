/** Names of offices, people, divisions and types recur in every event. */
const MOST_NAMES = 20_000;

/** Names that mostly are those of the stream's last event. */
export interface LastNames {
  actor: string;
  office: string;
  jurisdiction: string;
}

/** Of a stream of which no event was read yet. */
export const noNames = (): LastNames => ({ actor: '', office: '', jurisdiction: '' });

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

  /** Brings the last names up to those of the next event. */
  follow(last: LastNames, actor: string, office: string, jurisdiction: string): void {
    if (actor !== last.actor) last.actor = this.of(actor);
    if (office !== last.office) last.office = this.of(office);
    if (jurisdiction !== last.jurisdiction) last.jurisdiction = this.of(jurisdiction);
  }
}
