import type { EventData } from '@fengqiao/contracts';
import type { RecordedEvent } from '@fengqiao/kernel';
import { LiveStream, rungLabel } from '@fengqiao/projection';
import type { Host } from './host';

/** A rung as the terminal of a training tells it, without the name of anybody. */
export interface Told {
  readonly recordedAt: string;
  readonly text: string;
}

/** Tells each rung of a dispute that comes into the log from now on, until `closed`. */
export async function toldInShort({ embedded, readSide }: Pick<Host, 'embedded' | 'readSide'>, closed: Promise<void>, tell: (told: Told) => void): Promise<void> {
  const { directory, numbers } = readSide;
  const live = new LiveStream(embedded.store);
  for await (const { data, meta } of live.follow({ concerns: isOfDispute, closed })) {
    const { rung, n, ruleId, subject, addressees } = data as unknown as EventData['deadlines.v1.EscalationRaised'];
    const { zh, en } = rungLabel(rung);
    const accounts = new Set(addressees.map(({ personId }) => directory.person(personId)?.account ?? personId));
    tell({ recordedAt: meta.recordedAt, text: `${zh} ${en}${n > 1 ? ` 第${n}次 no. ${n}` : ''}  ${numbers.of(subject)?.text ?? ''}  ${ruleId} → ${[...accounts].join('、')}` });
  }
  live.close();
}

function isOfDispute({ type, data }: RecordedEvent): boolean {
  return type === 'deadlines.v1.EscalationRaised' && String(data.subject).startsWith('mediation.dispute-');
}
