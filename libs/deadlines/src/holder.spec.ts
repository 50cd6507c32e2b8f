import { loadCalendarYears, workingCalendar } from '@fengqiao/calendar';
import { mustLoadPacks, rulesAffectedBy } from '@fengqiao/policies';
import { packTexts } from '@fengqiao/policies/shipped';
import { disputesOf } from './major-dispute.scenes';
import { renderExplanation } from './render';
import { local, onlyRules, scenario, smallCounty } from './scenario';
import type { Fact } from './types';

const ONE_MONTH = 'MED-03';
const CONFIRMATION = 'MED-09';
const county = smallCounty(onlyRules(mustLoadPacks(packTexts()), [ONE_MONTH, CONFIRMATION, 'MED-19', 'MED-19.acknowledge', 'MED-19.answer']), workingCalendar(loadCalendarYears()));
const { happened, graded, reported, takenOver } = disputesOf(county.subject);

const accepted = happened('DisputeAccepted', '2026-11-02 09:00');
const byCounty = (at: string): Fact => happened('DisputeTakenOver', at, { reportId: 'r2', officeId: 'county', level: 'LEVEL_COUNTY' });
const concluded = (at: string, recorded?: string): Fact => happened('AgreementConcluded', at, { effectiveAt: local(at) }, recorded === undefined ? {} : { recorded });
const after = (...facts: Fact[]) => scenario(county, '2026-11-01 08:00').given(...facts);
const OF_THE_VILLAGE = { responsibleOfficeId: 'village', startOfficeId: 'village', officeId: 'village', level: 2 };
const OF_THE_TOWNSHIP = { responsibleOfficeId: 'township', startOfficeId: 'village', officeId: 'township', level: 3 };

describe('a duty of whoever holds a case', () => {
  it('goes to the office that takes the case over, with the same id and due', () => {
    const before = after(accepted).obligation(ONE_MONTH);
    const { id, due } = before;
    expect(before).toMatchObject(OF_THE_VILLAGE);
    expect(after(accepted, takenOver('2026-11-05 10:00')).obligation(ONE_MONTH)).toMatchObject({ ...OF_THE_TOWNSHIP, id, due });
  });

  it('goes on to the next that takes it over', () => {
    const then = after(accepted, takenOver('2026-11-05 10:00'), byCounty('2026-11-06 10:00'));
    expect(then.obligation(ONE_MONTH)).toMatchObject({ responsibleOfficeId: 'county', officeId: 'county', level: 4 });
  });

  it('is the breach of the one that held it at the due, whoever takes it over then', () => {
    const { due } = after(accepted).obligation(ONE_MONTH);
    expect(due).toBe(local('2026-12-03 00:00'));
    const late = (at: string) => after(accepted, takenOver(at)).whenTimePasses('2026-12-10 00:00').obligation(ONE_MONTH);
    expect(late('2026-12-02 23:59')).toMatchObject({ ...OF_THE_TOWNSHIP, marks: { late: true } });
    expect(late('2026-12-03 00:00')).toMatchObject({ ...OF_THE_VILLAGE, marks: { late: true } });
  });

  it('that was met stays with the one that met it, also where the agreement is recorded after the take-over', () => {
    expect(after(accepted, concluded('2026-11-04 10:00'), takenOver('2026-11-05 10:00')).obligation(ONE_MONTH)).toMatchObject({ state: 'met', ...OF_THE_VILLAGE });
    expect(after(accepted, takenOver('2026-11-05 10:00'), { ...concluded('2026-11-05 09:00', '2026-11-05 20:00'), revision: 2 }).obligation(ONE_MONTH)).toMatchObject({ state: 'met', ...OF_THE_VILLAGE });
    expect(after(accepted, takenOver('2026-11-05 10:00'), concluded('2026-11-05 11:00')).obligation(ONE_MONTH)).toMatchObject({ state: 'met', ...OF_THE_TOWNSHIP });
  });

  it('begins with the one that holds it then', () => {
    const later = happened('DisputeAccepted', '2026-11-06 09:00', {}, { office: 'township' });
    expect(after(takenOver('2026-11-05 10:00'), later).obligation(ONE_MONTH)).toMatchObject({ responsibleOfficeId: 'township', startOfficeId: 'township', officeId: 'township' });
  });

  it('begins with the one of which it is recorded, whoever took the case over before', () => {
    expect(after(takenOver('2026-11-02 08:00'), accepted).obligation(ONE_MONTH)).toMatchObject(OF_THE_VILLAGE);
  });

  it('passes on at an instant by the order in which it was told', () => {
    const told = (revision: number, fact: Fact): Fact => ({ ...fact, revision });
    const [taking, accepting, concluding] = [takenOver('2026-11-02 09:00'), accepted, concluded('2026-11-02 09:00')];
    const held = (...facts: Fact[]) => after(...facts.map((fact, index) => told(index, fact))).obligation(ONE_MONTH);
    expect([held(accepting, taking), held(taking, accepting)]).toMatchObject([OF_THE_TOWNSHIP, OF_THE_VILLAGE]);
    expect([held(accepting, taking, concluding), held(accepting, concluding, taking)]).toMatchObject([{ state: 'met', ...OF_THE_TOWNSHIP }, { state: 'met', ...OF_THE_VILLAGE }]);
  });

  it('stays with the last that was named', () => {
    const nameless = happened('DisputeTakenOver', '2026-11-06 10:00', { reportId: 'r2', officeId: '' });
    expect(after(accepted, takenOver('2026-11-05 10:00'), nameless).obligation(ONE_MONTH)).toMatchObject(OF_THE_TOWNSHIP);
  });

  it('is said to have passed on, with the fact', () => {
    const taken = takenOver('2026-11-05 10:00');
    const obligation = after(accepted, taken).obligation(ONE_MONTH);
    expect(obligation.explanation.filter(({ source }) => source === taken.id)).toMatchObject([{ kind: 'start', zh: '2026-11-05 10:00 由另一机构接手，此后由其负责', en: 'Another office took it over at 2026-11-05 10:00: from then on it is for that one' }]);
    expect(renderExplanation(obligation, 'zh', (id) => `〔${id}〕`)).toContain('责任方：〔township〕');
    expect(after(accepted).obligation(ONE_MONTH).explanation.some(({ zh }) => zh.includes('接手'))).toBe(false);
  });

  it('does not pass on by what another case tells', () => {
    const elsewhere = happened('DisputeTakenOver', '2026-11-05 10:00', { reportId: 'r1', officeId: 'township' }, { stream: 'mediation.dispute-00000000-0000-5000-8000-000000000009' });
    expect(after(accepted, elsewhere).obligation(ONE_MONTH)).toMatchObject(OF_THE_VILLAGE);
  });
});

it('a partner of whom the holder is reminded has the holder changed, and nobody is blamed', () => {
  const right = after(concluded('2026-11-04 10:00'), takenOver('2026-11-05 10:00')).obligation(CONFIRMATION);
  expect(right).toMatchObject({ responsible: 'party', responsibleOfficeId: '', startOfficeId: 'village', officeId: 'township', level: 3 });
});

it('a duty of an office that was named, or of one above, stays where it is', () => {
  for (const toOfficeId of ['township', '']) {
    const then = after(graded('2026-11-02 15:00'), reported('2026-11-02 16:00', 'r1', { toOfficeId }), byCounty('2026-11-02 17:00'));
    expect(then.obligation('ZHUJI-25.acknowledge', 'r1')).toMatchObject({ responsibleOfficeId: 'township', officeId: 'village', level: 2 });
  }
});

it('the rules of such duties hear of a take-over', () => {
  const { packs, subject } = county;
  const affected = rulesAffectedBy(packs, subject.division, 'mediation.v1.DisputeTakenOver');
  expect([ONE_MONTH, CONFIRMATION].every((root) => affected.has(root))).toBe(true);
});
