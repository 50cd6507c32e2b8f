import fc from 'fast-check';
import { millisOf, MS_PER_MINUTE } from '@fengqiao/kernel';
import { mustLoadPacks } from '@fengqiao/policies';
import { ask, BEGIN, calendar, factsOf, histories, knownAt, minute, plain, RUNS, settings, SETTINGS } from './histories.scenes';
import { fact, local, smallCounty, type Setting } from './scenario';

const PACK = `pack: late
version: '1'
names:
  mediation.v1.DisputeAccepted: { zh: 受理, en: accepted }
  mediation.v1.JudicialConfirmationApplied: { zh: 申请, en: applied }
  mediation.v1.PerformanceUrged: { zh: 催促, en: urged }
rules:
  - id: APPLY
    name: { zh: 申请, en: apply }
    cite: [{ document: 测试, clause: 一, verified: SEED }]
    start: [mediation.v1.DisputeAccepted]
    period: { hours: 9 }
    met: [{ on: mediation.v1.JudicialConfirmationApplied, at: event.appliedOn }]
    ladder: [{ rung: breach, at: due, to: owner }]
  - id: APPLY.urge
    name: { zh: 催促, en: urge }
    cite: [{ document: 测试, clause: 二, verified: SEED }]
    start: [{ on: APPLY, is: overdue }]
    period: { days: 1 }
    met: [mediation.v1.PerformanceUrged]
    ladder: [{ rung: breach, at: due, to: owner }]
`;

const setting = smallCounty(mustLoadPacks([{ file: 'late.yaml', text: PACK }]), calendar);
const DUE = local('2026-11-23 17:00');
/** Asked at a local time of the day on which the matter was met, at an hour that nobody knows. */
const metThatDay = (recorded: string, at: string) =>
  ask(setting, [fact(setting.subject, 'mediation.v1.DisputeAccepted', '2026-11-23 08:00'), fact(setting.subject, 'mediation.v1.JudicialConfirmationApplied', recorded, { appliedOn: '2026-11-23' })], millisOf(local(at)));

it('a day that is told before the due closes in time, and nothing waits for the due', () => {
  const told = metThatDay('2026-11-23 12:00', '2026-11-23 12:00');
  expect(told).toMatchObject({ obligations: [{ rootRule: 'APPLY', state: 'met', marks: { late: false }, due: DUE }], nextOf: new Map() });
  expect(plain(metThatDay('2026-11-23 12:00', '2026-11-23 17:00'))).toEqual(plain(told));
});

it('a day that is told after the due closes late, and what waits for that starts at the due also where it is asked for ahead', () => {
  const ahead = metThatDay('2026-11-23 18:00', '2026-11-23 12:00');
  expect(ahead).toMatchObject({ obligations: [{ rootRule: 'APPLY', state: 'met', marks: { late: true } }], next: millisOf(DUE) });
  expect(plain(metThatDay('2026-11-23 18:00', '2026-11-23 16:59'))).toEqual(plain(ahead));
  expect(metThatDay('2026-11-23 18:00', '2026-11-23 17:00').obligations).toMatchObject([{ rootRule: 'APPLY' }, { rootRule: 'APPLY.urge', startedAt: DUE }]);
});

it('of what is recorded by now nothing is late before its due', () => {
  fc.assert(
    fc.property(settings, histories, minute, (name, told, minutes) => {
      const world = SETTINGS[name] as Setting;
      const now = BEGIN + minutes * MS_PER_MINUTE;
      const late = ask(world, knownAt(factsOf(world, told), now), now).obligations.filter(({ marks }) => marks.late);
      expect(late.filter(({ due }) => due === undefined || millisOf(due) > now)).toEqual([]);
    }),
    { numRuns: RUNS },
  );
});
