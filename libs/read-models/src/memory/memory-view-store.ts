import type { Projection, ViewDocument, ViewPage, ViewQuery, ViewStore } from '../port';
import { answer } from './question';
import { Table } from './table';

/**
 * Documents in memory with indexes for each declared field: value -> documents for equality and counts, sorted for order, ranges and prefixes.
 * Gone with the process and rebuilt from the log. A document handed out is the stored one: read it, never change it.
 * Limits: one process; a question that no index narrows looks at every document its scope sees, some milliseconds for 100,000.
 */
export class MemoryViewStore<D> implements ViewStore<D> {
  private table: Table<D>;

  constructor(private readonly projection: Projection<D>) {
    this.table = new Table(projection);
  }

  async get(stream: string): Promise<ViewDocument<D> | undefined> {
    return this.table.get(stream);
  }

  async put(documents: readonly ViewDocument<D>[]): Promise<void> {
    for (const document of documents) this.table.put(document);
  }

  async query(query: ViewQuery): Promise<ViewPage<D>> {
    return answer(this.table, query);
  }

  async count(): Promise<number> {
    return this.table.size;
  }

  async scan(afterStream: string, limit: number): Promise<readonly ViewDocument<D>[]> {
    const { byStream, views } = this.table;
    const start = byStream.rank({ value: null, stream: `${afterStream}\0` });
    const found: ViewDocument<D>[] = [];
    byStream.walk(start, start + limit, (row) => (found.push(views[row] as ViewDocument<D>), false));
    return found;
  }

  async clear(): Promise<void> {
    this.table = new Table(this.projection);
  }
}
