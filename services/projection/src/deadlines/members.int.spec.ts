import { MemoryEventStore } from '@fengqiao/event-store/memory';
import { mustLoadPacks } from '@fengqiao/policies';
import { MemoryViewStore } from '@fengqiao/read-models/memory';
import { county, type County } from '../escalation/world.scenes';
import { adoptPack } from '../policy-facts';
import { checkDeadlines } from './check-deadlines';

const OFFICE = 'directory.office-village';
const DISPUTE = 'mediation.dispute-1';

const [WEEKLY] = mustLoadPacks([{ file: 'weekly.yaml', text: `
pack: weekly
version: '1'
binds: { division: '330681' }
names: { mediation.v1.TrendAnalysisReported: { zh: 研判, en: analysis } }
rules:
  - id: WEEKLY
    name: { zh: 每周研判, en: weekly analysis }
    cite: [{ document: 测试方案, clause: 一, verified: SEED }]
    for: { each: office, where: subject.level == Level.VILLAGE }
    recurs: { every: week }
    met: [{ on: mediation.v1.TrendAnalysisReported, key: event.period }]
    ladder: [{ rung: breach, at: due, to: head(office) }]
` }]);

async function week(): Promise<County> {
  const found = await county({ store: new MemoryEventStore(), viewStore: (projection) => new MemoryViewStore(projection) }, '2026-11-15T08:00:00+08:00');
  if (WEEKLY) await adoptPack(found.store, WEEKLY, found.clock.now());
  await found.facts.append(OFFICE, 'directory.v1.OfficeEstablished', { officeId: 'village', name: '枫源村调委会', kind: 'mediationCommittee', level: 'LEVEL_VILLAGE', parentId: 'township', division: '330681001001', validFrom: '2026-11-01' }, { actor: 'countyHead', office: 'county', jurisdiction: '330681001001' });
  await found.moveTo('16T09:00');
  return found;
}

function analysed({ facts }: County, n: number, period = ''): Promise<unknown> {
  return facts.append(`mediation.analysis-${n}`, 'mediation.v1.TrendAnalysisReported', { officeId: 'village', division: '330681001001', occasion: 'quarter', period });
}

const shown = ({ world }: County) => world.opened.deadlines.view.get(OFFICE)?.obligations.filter(({ ruleId }) => ruleId === 'WEEKLY').map(({ key, state, startOfficeId, level }) => [key, state, startOfficeId, level]);

const ofWeek = async (found: County) => (await found.told()).filter((each) => 'rule' in each && each.rule === 'WEEKLY');

describe('an office', () => {
  it('has an obligation for each window, which opens without any event and is escalated when nothing came', async () => {
    const found = await week();
    expect(shown(found)).toEqual([['2026-W47', 'running', 'village', 2]]);
    expect(found.world.timer.next).toBe('2026-11-22T16:00:00.000Z');
    await found.moveTo('23T08:00');
    expect(shown(found)).toEqual([['2026-W47', 'running', 'village', 2], ['2026-W48', 'running', 'village', 2]]);
    expect(await ofWeek(found)).toMatchObject([{ at: '11-23 00:00', rule: 'WEEKLY', rung: 'breach', to: ['chair'] }]);
  });

  it('hears what other streams say of it', async () => {
    const found = await week();
    await analysed(found, 1);
    await found.moveTo('23T08:00');
    await analysed(found, 2, '2026-W48');
    await found.moveTo('24T08:00');
    expect(shown(found)?.map(([key, state]) => [key, state])).toEqual([['2026-W47', 'met'], ['2026-W48', 'met']]);
    expect(await ofWeek(found)).toEqual([]);
  });

  it('is judged in a rebuild as it is live', async () => {
    const found = await week();
    await analysed(found, 1);
    await found.moveTo('25T08:00');
    expect(await checkDeadlines(found.world.opened, found.world.sources, () => found.clock.now(), () => found.world.catchUp())).toMatchObject({ differences: [] });
  });
});

describe('a fact that is annulled', () => {
  it('takes away the obligation that it started, and the rungs that were raised for it are withdrawn once', async () => {
    const found = await county({ store: new MemoryEventStore(), viewStore: (projection) => new MemoryViewStore(projection) }, '2026-11-23T08:00:00+08:00');
    await found.facts.registered(DISPUTE);
    const graded = await found.facts.append(DISPUTE, 'mediation.v1.DisputeGraded', { grade: 'GRADE_MAJOR', officeId: 'village', level: 'LEVEL_VILLAGE' });
    await found.moveTo('24T01:00');
    const rows = found.world.opened.deadlines.rows;
    const ofGrade = () => found.world.opened.deadlines.view.get(DISPUTE)?.obligations.filter(({ startFact }) => startFact === graded.id);
    const [obligation] = ofGrade() ?? [];
    expect((await rows.get(obligation?.id ?? ''))?.document.exists).toBe(true);
    await found.facts.append(DISPUTE, 'platform.v1.FactAnnulled', { factId: graded.id, reason: 'duplicate' });
    await found.moveTo('24T02:00');
    await found.moveTo('24T03:00');
    const told = await found.told();
    expect(told.filter((each) => 'rung' in each).map((each) => 'rung' in each && each.rung)).toEqual(['warn', 'breach']);
    const withdrawn = (await found.store.readAll({ after: 0, limit: 1_000 })).filter(({ type }) => type === 'deadlines.v1.EscalationWithdrawn');
    expect(withdrawn.map(({ data }) => data['becauseType'])).toEqual(['platform.v1.FactAnnulled', 'platform.v1.FactAnnulled']);
    expect(ofGrade()).toEqual([]);
    expect((await rows.get(obligation?.id ?? ''))?.document.exists).toBe(false);
  });
});
