import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { toInstant, type JsonObject, type RecordedEvent } from '@fengqiao/kernel';
import { disputes } from '@fengqiao/mediation';
import { isEscalated, ledgerProjection } from '@fengqiao/projection';

/*
 * The ledger folds the same events as the mediation context, by code of its own: contexts and views meet in the published language only.
 * Here both read one history and must say the same of it.
 */

const GOLDEN = join(__dirname, '..', '..', '..', 'libs', 'contracts', 'golden');
const STREAM = 'mediation.dispute-00000000-0000-4000-8000-000000000001';

/** Of the context's events, those that are no dispute's. */
const OTHERS = 'Screening|Committee|Mediator[A-Z]|TrendAnalysis';

const samples = readdirSync(GOLDEN)
  .filter((file) => new RegExp(`^mediation\\.v1\\.(?!${OTHERS})\\w+\\.json$`).test(file))
  .map((file) => {
    const { event, type, data } = JSON.parse(readFileSync(join(GOLDEN, file), 'utf8')) as { event?: { type: string; data: JsonObject }; type: string; data: JsonObject };
    return event ?? { type, data };
  });

const of = (...values: string[]) => fc.constantFrom(...values);
/** Values by which events of one history refer to each other, or on which folds branch. */
const VARIED: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  termId: of('t1', 't2'), reportId: of('r1', 'r2', ''), toOfficeId: of('o2', 'o3'), officeId: of('o1', 'o2', 'o3'), fromOfficeId: of('o1', 'o2'),
  terms: fc.subarray([{ termId: 't1', content: '', dueDate: '2026-12-01' }, { termId: 't2', content: '', dueDate: '2026-12-02' }], { minLength: 1 }),
  outcome: of('agreed', 'failed', 'refused', 'withdrawn'), flags: fc.subarray(['escalating', 'beyondLevel', 'massIncident']),
  line: of('LINE_JUSTICE', 'LINE_GOVERNMENT'), grade: of('GRADE_SMALL', 'GRADE_LARGE', 'GRADE_MAJOR'),
};
const ENDED = of('TERMINATION_REASON_FAILED', 'TERMINATION_REASON_REFUSED', 'TERMINATION_REASON_WITHDRAWN', 'TERMINATION_REASON_DEADLINE');

const happening = (type?: string) =>
  fc.constantFrom(...samples.filter((sample) => type === undefined || sample.type === type)).chain((sample) => {
    const varied = Object.fromEntries(Object.keys(sample.data).flatMap((key) => {
      const arbitrary = key === 'reason' && sample.type.endsWith('MediationTerminated') ? ENDED : VARIED[key];
      return arbitrary ? [[key, arbitrary]] : [];
    }));
    return fc.record(varied).map((change) => ({ type: sample.type, data: { ...sample.data, ...change } as JsonObject }));
  });

describe('the ledger and the mediation context', () => {
  it('say the same of every history', () => {
    const statuses = new Set<string>();
    const history = fc.tuple(happening('mediation.v1.DisputeRegistered'), fc.nat(5), fc.array(happening(), { maxLength: 25 }));
    fc.assert(
      fc.property(history, ([registered, steps, rest]) => {
        const opening = ['DisputeAccepted', 'DisputeAnalysed', 'MediationPlanAdopted', 'SessionHeld', 'AgreementConcluded'].slice(0, steps);
        const events = [registered, ...opening.map((name) => samples.find(({ type }) => type === `mediation.v1.${name}`) as (typeof samples)[number]), ...rest];
        let state: ReturnType<typeof disputes.decider.evolve> = disputes.decider.initial;
        let row = ledgerProjection.initial(STREAM);
        events.forEach(({ type, data }, revision) => {
          const at = toInstant(1_780_000_000_000 + revision * 1_000);
          const meta = { occurredAt: at, recordedAt: at, actor: 'p', office: 'o1', jurisdiction: '330681109008', correlation: '', causation: '', command: { id: '', body: '' } };
          const event = { v: 1, stream: STREAM, revision, id: String(revision), type, data, meta, position: revision + 1, hash: '' } as RecordedEvent;
          state = disputes.decider.evolve(state, event as never);
          row = ledgerProjection.apply(row, event);
          statuses.add(row.status);
          expect(row.status).toBe(state.status);
          if (state.status === 'unregistered') return;
          const { facts } = state;
          expect([row.officeId, row.flags, row.sessions, row.visits.length, row.mediatorIds]).toEqual([facts.holder.officeId, facts.flags, facts.sessions.length, facts.visits.length, facts.mediatorIds]);
          expect(row.reports.map(({ reportId, answer }) => [reportId, answer])).toEqual(facts.reports.map(({ reportId, answer }) => [reportId, answer]));
          expect(isEscalated(row)).toBe(facts.reports.some(({ answer }) => answer === 'none' || answer === 'supported'));
        });
      }),
      { numRuns: 1_500, seed: 20_261_123 },
    );
    // A comparison that met only a few statuses would prove little.
    expect(statuses.size).toBeGreaterThanOrEqual(18);
  });
});
