import { encodeEvent } from '@fengqiao/contracts';
import type { EventStore } from '@fengqiao/event-store';
import type { Instant, JsonObject } from '@fengqiao/kernel';
import { eventId, namedId } from '@fengqiao/security';

const STREAM = 'platform.folder';

/** Marks a folder as a demonstration, for ever: what is in it was invented. */
export async function markDemonstration(store: EventStore, now: Instant): Promise<void> {
  const command = namedId('folder', 'demonstration');
  const data: JsonObject = encodeEvent('platform.v1.FolderMarked', { mark: 'demonstration' });
  const meta = { occurredAt: now, actor: 'system', office: '', jurisdiction: '', correlation: command, causation: '', command: { id: command, body: '' } };
  await store.append(STREAM, 'none', [{ id: eventId(command, 0), type: 'platform.v1.FolderMarked', data, meta }], now);
}

/** What a folder is for: empty for real work. */
export async function markOf(store: EventStore): Promise<string> {
  const [first] = await store.read(STREAM);
  return first ? String(first.data.mark) : '';
}
