import { eventTypes } from '@fengqiao/contracts';
import { logOf } from '@fengqiao/read-models/conformance';
import { LogAsOf } from '../as-of/log-as-of';
import { at } from '../histories.scenes';
import { accepted, concluded, DISPUTE, HOUR, recordedScenes, registered, type Scene } from '../ledger/ledger.scenes';
import { caseTimeline, EVENT_LABELS, labelOf } from '.';

const events = recordedScenes([registered, accepted, [concluded[0], concluded[1], at(0)] as Scene]);
const log = logOf(events);

describe('the timeline of a case', () => {
  it('tells each event with both times, who, where and what it is called', async () => {
    expect(await caseTimeline(log, DISPUTE)).toEqual([
      expect.objectContaining({ revision: 0, type: 'mediation.v1.DisputeRegistered', label: { zh: '纠纷已登记', en: 'dispute registered' }, occurredAt: at(0), recordedAt: at(0), late: false, actor: 'chair', office: 'village' }),
      expect.objectContaining({ revision: 1, label: { zh: '已受理', en: 'dispute accepted' }, recordedAt: at(HOUR), late: false }),
      expect.objectContaining({ revision: 2, occurredAt: at(0), recordedAt: at(2 * HOUR), late: true }),
    ]);
  });

  it('gives the data as the log holds it, sealed', async () => {
    const [first] = await caseTimeline(log, DISPUTE);
    expect(first?.data).toEqual(events[0]?.data);
    expect(JSON.stringify(first?.data)).toContain('sealed:1:p1:bmFtZQ');
  });

  it('tells of the log as of an instant only what was known then, not what had happened by then', async () => {
    const revisions = async (minutes: number): Promise<number[]> => (await caseTimeline(new LogAsOf(log, at(minutes)), DISPUTE)).map(({ revision }) => revision);
    expect([await revisions(-1), await revisions(0), await revisions(HOUR), await revisions(2 * HOUR - 1), await revisions(2 * HOUR)]).toEqual([[], [0], [0, 1], [0, 1], [0, 1, 2]]);
  });

  it('is empty for a case that does not exist', async () => {
    expect(await caseTimeline(log, 'mediation.dispute-none')).toEqual([]);
  });
});

describe('labels of events', () => {
  it('name every event of the published language in both languages, each differently', () => {
    expect(Object.keys(EVENT_LABELS).sort()).toEqual(eventTypes().map(({ type }) => type).sort());
    for (const { zh, en } of Object.values(EVENT_LABELS)) expect([zh, en]).toEqual([expect.stringMatching(/^\p{Script=Han}+$/u), expect.stringMatching(/^[a-z ]+$/)]);
    expect(new Set(Object.values(EVENT_LABELS).map(({ en }) => en)).size).toBe(eventTypes().length);
  });

  it('let a type of a later version stand for itself', () => {
    expect(labelOf('mediation.v2.DisputeGraded')).toEqual({ zh: 'mediation.v2.DisputeGraded', en: 'mediation.v2.DisputeGraded' });
    expect(labelOf('toString')).toEqual({ zh: 'toString', en: 'toString' });
  });
});
