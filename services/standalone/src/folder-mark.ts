import { encodeEvent } from '@fengqiao/contracts';
import type { EventStore } from '@fengqiao/event-store';
import type { Instant, JsonObject } from '@fengqiao/kernel';
import { eventId, namedId } from '@fengqiao/security';

const STREAM = 'platform.folder';

/** What a folder is for: the demonstration's people are invented, and a training's time is. Without a mark it is for real work. */
export type FolderMark = 'demonstration' | 'training';

/** Marks a folder, for ever. */
export async function markFolder(store: EventStore, mark: FolderMark, now: Instant): Promise<void> {
  const command = namedId('folder', mark);
  const data: JsonObject = encodeEvent('platform.v1.FolderMarked', { mark });
  const meta = { occurredAt: now, actor: 'system', office: '', jurisdiction: '', correlation: command, causation: '', command: { id: command, body: '' } };
  const { length } = await store.read(STREAM);
  await store.append(STREAM, length === 0 ? 'none' : length - 1, [{ id: eventId(command, 0), type: 'platform.v1.FolderMarked', data, meta }], now);
}

/** What a folder is for, in the order in which it was marked; nothing for real work. */
export async function marksOf(store: EventStore): Promise<readonly string[]> {
  return (await store.read(STREAM)).map(({ data }) => String(data.mark));
}
