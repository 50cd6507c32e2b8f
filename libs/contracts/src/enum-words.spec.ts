import { eventTypes, type FieldInfo } from '.';
import { enumName, enumWord, inEnumWords } from './enum-words';

const GRADES = ['GRADE_UNSPECIFIED', 'GRADE_SMALL', 'GRADE_LARGE', 'GRADE_MAJOR'];

describe('words for the values of closed sets', () => {
  it('are those of requests: no prefix, lower camel', () => {
    expect(['GRADE_MAJOR', 'GRADE_UNSPECIFIED', 'LEVEL_VILLAGE', 'LINE_JUSTICE', 'COURT_MODE_BEFORE_FILING'].map(enumWord)).toEqual(['major', 'unspecified', 'village', 'justice', 'beforeFiling']);
    expect(['major', 'GRADE_', 'GRADE_HUGE', '', '__proto__'].map(enumWord)).toEqual([undefined, undefined, undefined, undefined, undefined]);
  });

  it('tell the values of each set apart', () => {
    const sets = (fields: readonly FieldInfo[]): (readonly string[])[] => fields.flatMap((field) => (field.kind === 'enum' ? [field.values] : field.kind === 'message' ? sets(field.fields) : []));
    for (const values of eventTypes().flatMap(({ fields }) => sets(fields))) {
      expect(values[0]).toMatch(/_UNSPECIFIED$/);
      expect(new Set(values.map(enumWord)).size).toBe(values.length);
      for (const name of values) expect([enumName(enumWord(name) as string, values), enumName(name, values)]).toEqual([name, name]);
    }
  });

  it('are found among the values of one set alone', () => {
    expect([enumName('major', GRADES), enumName('village', GRADES), enumName('Major', GRADES)]).toEqual(['GRADE_MAJOR', 'village', 'Major']);
  });

  it('stand in a document wherever the whole text is a value, and nowhere else', () => {
    const shown = inEnumWords({ grade: 'GRADE_MAJOR', lines: [{ line: 'LINE_JUSTICE', at: null, n: 3, met: true }], text: '按 GRADE_MAJOR 办理', GRADE_SMALL: 'GRADE_MAJOR ' });
    expect(shown).toEqual({ grade: 'major', lines: [{ line: 'justice', at: null, n: 3, met: true }], text: '按 GRADE_MAJOR 办理', GRADE_SMALL: 'GRADE_MAJOR ' });
  });
});
