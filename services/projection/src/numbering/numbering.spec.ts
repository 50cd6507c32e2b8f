import { encodeEvent } from '@fengqiao/contracts';
import { foldOf } from '@fengqiao/read-models';
import { logOf, recorded } from '@fengqiao/read-models/conformance';
import { CaseNumbers, numberingProjection } from '.';

const STREAM = 'numbering.township.2026.人调';
const assigned = (number: number, caseStream: string, revision = number - 1) =>
  recorded(STREAM, revision, 'numbering.v1.CaseNumberAssigned', encodeEvent('numbering.v1.CaseNumberAssigned', { number, caseStream, officeId: 'township', year: 2026, kind: '人调' }));
const fold = foldOf(numberingProjection, logOf());
const office = (name: string) => ({ office: () => ({ id: 'township', name, kind: '', level: 3, parentId: '', division: '330681109' }) });

describe('case numbers', () => {
  it('are written as people write them', async () => {
    const numbers = new CaseNumbers(office('枫桥司法所'));
    const view = await fold.advance(STREAM, undefined, Array.from({ length: 12 }, (_, index) => assigned(index + 1, `mediation.dispute-${index + 1}`)));
    numbers.put([view!]);
    expect(numbers.of('mediation.dispute-12')).toEqual({ year: 2026, kind: '人调', number: 12, text: '（2026）枫桥司法所人调字第12号' });
    expect(numbers.of('mediation.dispute-13')).toBeUndefined();
  });

  it('call a committee by its short name', async () => {
    const numbers = new CaseNumbers(office('枫源村人民调解委员会'));
    numbers.put([(await fold.advance(STREAM, undefined, [assigned(1, 'mediation.dispute-1')]))!]);
    expect(numbers.of('mediation.dispute-1')?.text).toBe('（2026）枫源村调委会人调字第1号');
  });

  it('are found as they come, each document put again and again', async () => {
    const numbers = new CaseNumbers(office('枫桥司法所'));
    const one = await fold.advance(STREAM, undefined, [assigned(1, 'mediation.dispute-a')]);
    const two = await fold.advance(STREAM, one, [assigned(2, 'mediation.dispute-b')]);
    for (const view of [one, two, two, one, two]) numbers.put([view!]);
    expect(['a', 'b'].map((id) => numbers.of(`mediation.dispute-${id}`)?.number)).toEqual([1, 2]);
  });

  it('stand still where the log binds another number than the next', async () => {
    const view = await fold.advance(STREAM, undefined, [assigned(1, 'mediation.dispute-a'), assigned(3, 'mediation.dispute-b', 1)]);
    expect(view).toMatchObject({ revision: 0, parked: { revision: 1, reason: expect.stringContaining('number 3 stands where 2 belongs') } });
  });

  it('are listed to nobody', () => {
    expect(numberingProjection.scopeOf(numberingProjection.initial(STREAM))).toBeUndefined();
  });
});
