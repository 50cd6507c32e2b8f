import type { Instant, RecordedEvent } from '@fengqiao/kernel';
import type { Log } from '@fengqiao/read-models';
import type { Adoption } from '../policy-facts';

type ReadAll = Parameters<Log['readAll']>[0];

/** The log as it would be if these adoptions were appended at an instant. Nothing is appended to it. */
export async function logWith(log: Log, adoptions: readonly Adoption[], at: Instant): Promise<Log> {
  const head = await log.head();
  const added: RecordedEvent[] = [];
  for (const { stream, eventsAt } of adoptions) {
    const before = (await log.read(stream)).length + added.filter((event) => event.stream === stream).length;
    for (const [index, event] of eventsAt(at).entries()) {
      added.push({ ...event, v: 1, stream, revision: before + index, meta: { ...event.meta, recordedAt: at }, position: head + added.length + 1, hash: '' });
    }
  }
  return {
    read: async (stream, fromRevision = 0) => [...(await log.read(stream, fromRevision)), ...added.filter((event) => event.stream === stream && event.revision >= fromRevision)],
    readAll: async (request) => {
      const page = await log.readAll(request);
      return page.length > 0 ? page : following(added, request);
    },
    head: async () => head + added.length,
  };
}

function following(added: readonly RecordedEvent[], { after, limit, prefixes = [] }: ReadAll): readonly RecordedEvent[] {
  const wanted = added.filter(({ position, stream }) => position > after && (prefixes.length === 0 || prefixes.some((prefix) => stream.startsWith(prefix))));
  return wanted.slice(0, limit);
}
