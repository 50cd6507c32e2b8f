import type { JsonObject } from '@fengqiao/kernel';
import { emptyEventView, eventView, parametersView, startView, subjectView } from './cel-values';
import { checkCondition, compileCondition, readsOf } from './conditions';
import type { Parameters } from './rule';

const GRADED = 'mediation.v1.DisputeGraded';
const parameters: Parameters = { from: '22:00', most: 3, strict: true, inTime: { workingDays: 3 } };

function evaluate(text: string, data: JsonObject, { type = GRADED, start = startView('2026-11-22', '22:30'), level = 2, last = emptyEventView(type), count = 1 } = {}): boolean {
  expect(checkCondition(text, type, parameters)).toBeUndefined();
  const subject = subjectView({ kind: 'dispute', division: '330681', officeId: 'o', level });
  return compileCondition(text, type, parameters)({ event: eventView(type, data), last, count: BigInt(count), subject, start, param: parametersView(parameters), key: 'k' });
}

describe('a condition', () => {
  it.each([
    ['event.grade == Grade.MAJOR', { grade: 'GRADE_MAJOR' }, true],
    ['event.grade != Grade.MAJOR', { grade: 'GRADE_SMALL' }, true],
    ['event.grade >= Grade.LARGE', { grade: 'GRADE_MAJOR' }, true],
    ['event.grade >= Grade.LARGE', { grade: 'GRADE_SMALL' }, false],
    ['event.level >= Level.COUNTY', { level: 'LEVEL_CITY' }, true],
    ['event.level > subject.level', { level: 'LEVEL_TOWNSHIP' }, true],
    ['event.level > subject.level', { level: 'LEVEL_VILLAGE' }, false],
    ["event.flags.exists(f, f in ['escalating'])", { flags: ['massIncident', 'escalating'] }, true],
    ["event.flags.exists(f, f in ['escalating'])", { flags: [] }, false],
    ['size(event.flags) < param.most && param.strict', { flags: [] }, true],
    ['start.timeOfDay >= param.from', {}, true],
    ["start.date == '2026-11-22' && key == 'k'", {}, true],
    ["subject.kind == 'dispute' && subject.division.startsWith('3306') && subject.officeId == 'o'", {}, true],
  ])('%s of %j is %s', (text, data, expected) => {
    expect(evaluate(text, data)).toBe(expected);
  });

  it('reads the defaults of what an event leaves out', () => {
    expect(evaluate("event.grade == Grade.UNSPECIFIED && event.flags.size() == 0 && event.officeId == ''", {})).toBe(true);
    expect(evaluate("event.amountFen == 0 && event.people == 0", {}, { type: 'mediation.v1.DisputeRegistered' })).toBe(true);
  });

  it('reads amounts that are stored as texts as numbers', () => {
    expect(evaluate('event.amountFen >= 10000000', { amountFen: '9007199254740993' }, { type: 'mediation.v1.DisputeRegistered' })).toBe(true);
  });

  it('reads lists of messages by their fields that are not personal', () => {
    const data = { terms: [{ termId: 'a', dueDate: '2026-12-01', content: 'sealed:1:x:y' }] };
    expect(evaluate("event.terms.exists(t, t.dueDate == '2026-12-01')", data, { type: 'mediation.v1.AgreementConcluded' })).toBe(true);
    expect(checkCondition("event.terms.exists(t, t.content == 'x')", 'mediation.v1.AgreementConcluded', {})).toContain('content');
  });

  it('reads the event before it, and which one it is', () => {
    const last = eventView(GRADED, { grade: 'GRADE_SMALL' });
    expect(evaluate('event.grade > last.grade && count == 2', { grade: 'GRADE_MAJOR' }, { last, count: 2 })).toBe(true);
    expect(evaluate('last.grade == Grade.UNSPECIFIED', { grade: 'GRADE_MAJOR' })).toBe(true);
  });

  it.each([
    ['the time of day of a start of which only the day is known', "start.timeOfDay >= '22:00'", {}, startView('2026-11-22', undefined)],
    ['the day of a start whose day is unknown', "start.date >= '2026'", {}, startView(undefined, undefined)],
    ['a value that is not of its type', 'event.flags.size() > 0', { flags: 'escalating' }, undefined],
    ['a value that its enum does not have', 'event.grade == Grade.MAJOR', { grade: 'GRADE_HUGE' }, undefined],
  ])('errs on %s', (_what, text, data, start) => {
    expect(() => evaluate(text, data as JsonObject, start ? { start } : {})).toThrow();
  });

  it('says which fields and parameters it reads', () => {
    expect(readsOf("event.terms.exists(t, t.dueDate == last.effectiveAt) && param.most > 1", 'mediation.v1.AgreementConcluded')).toEqual({ fields: ['terms', 'effectiveAt'], parameters: ['most'] });
  });

  it('cannot read a parameter that is a count of days', () => {
    expect(checkCondition('param.inTime == 3', GRADED, parameters)).toBeDefined();
  });
});
