import { readFileSync } from 'node:fs';
import { foldFrozen, sharedData } from '@fengqiao/testing';
import type { DisputeEvent, Known } from './dispute';
import { disputeDecider } from './dispute.decide';
import { accepted, agreed, applied, archived, concluded, mediating, registered, terminated, visited } from './dispute.scenes';
import { contentsOf, DOCUMENTS } from './documents';

const statesAfter = (...events: readonly DisputeEvent[]) => {
  const contents = contentsOf(foldFrozen(disputeDecider, events) as Known);
  return (state: string) => contents.filter((document) => document.state === state).map(({ code }) => code);
};

describe('the documents of a mediation file', () => {
  it('are those of the official list, in its order', () => {
    const [header, ...lines] = readFileSync(sharedData('statistics/mediation_file_documents.csv'), 'utf8').trim().split(/\r?\n/);
    expect(header).toBe('order,stage,document');
    expect(lines.map((line) => line.split(','))).toEqual(DOCUMENTS.map(({ zh }, index) => [String(index + 1), expect.any(String), zh]));
  });

  it('are there as soon as the case has on record what they tell', () => {
    const opened = statesAfter(registered);
    expect(opened('there')).toEqual(['registrationForm', 'fileNote', 'backCover']);
    expect(opened('missing')).toEqual([]);
    const worked = statesAfter(...mediating);
    expect(worked('there')).toEqual(['registrationForm', 'investigationRecord', 'mediationRecord', 'fileNote', 'backCover']);
    expect(worked('missing')).toEqual(['evidence']);
    expect(worked('notNeeded')).toEqual(['agreement', 'returnVisitRecord', 'confirmationPapers']);
  });

  it('are missing where the course of the case calls for them: the visit after an agreement, the papers for the court', () => {
    expect(statesAfter(...agreed)('missing')).toEqual(['evidence', 'returnVisitRecord']);
    expect(statesAfter(...agreed, visited, applied)('there')).toEqual(expect.arrayContaining(['agreement', 'returnVisitRecord', 'confirmationPapers']));
    expect(statesAfter(...accepted, terminated)('notNeeded')).toEqual(['investigationRecord', 'evidence', 'mediationRecord', 'agreement', 'returnVisitRecord', 'confirmationPapers']);
  });

  it('of an oral agreement are not missing: its register stands for it', () => {
    const oral = { ...concluded, data: { ...concluded.data, form: 'oral' } } as DisputeEvent;
    expect(statesAfter(...mediating, oral)('there')).toContain('agreement');
    expect(statesAfter(...mediating, oral, archived)('notNeeded')).toContain('agreement');
  });

  it('of an archived case are those that the clerk bound', () => {
    const closed = statesAfter(...mediating, terminated, archived);
    expect(closed('there')).toEqual(['registrationForm']);
    expect(closed('missing')).toEqual(['investigationRecord', 'evidence', 'mediationRecord', 'fileNote', 'backCover']);
  });
});
