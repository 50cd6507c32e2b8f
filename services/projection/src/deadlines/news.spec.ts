import { at } from '@fengqiao/testing';
import type { KnownFact } from './fact';
import { addedTo, bothNews, newsOf } from './news';

const fact = (revision: number, type = 'mediation.v1.SessionHeld', data: KnownFact['data'] = {}): KnownFact => ({
  id: String(revision), type, stream: 's', revision, occurredAt: at('2026-11-23T08:00:00+08:00'), recordedAt: at('2026-11-23T08:00:00+08:00'), actor: '', office: '', data, jurisdiction: '', correlation: '', references: [],
});

describe('the news about a subject', () => {
  it('is the type of a new fact', () => {
    expect(newsOf(fact(1))).toEqual(new Set(['mediation.v1.SessionHeld']));
  });

  it.each([['platform.v1.FactAnnulled', {}], ['platform.v1.FactCorrected', {}], ['mediation.v1.DisputeRegistered', { origin: 'import' }]])('is everything where %s comes with %j', (type, data) => {
    expect(newsOf(fact(1, type, data))).toBe('everything');
  });

  it('is all of its pieces together, and everything where one is', () => {
    const [a, b] = [new Set(['a']), new Set(['b'])];
    expect(bothNews(undefined, a)).toBe(a);
    expect(bothNews(a, b)).toEqual(new Set(['a', 'b']));
    expect([bothNews('everything', a), bothNews(a, 'everything')]).toEqual(['everything', 'everything']);
  });
});

describe('the facts that were added to a stream', () => {
  const [first, second, third] = [fact(0), fact(1), fact(2)];

  it('are those behind the ones that were known', () => {
    expect(addedTo([first], [first, second, third])).toEqual([second, third]);
    expect(addedTo([first, second], [first, second])).toEqual([]);
  });

  it('cannot be told where the first is new, another stands in the place of a known one, or the list is the very same', () => {
    const list = [first, second];
    expect([addedTo([], [first]), addedTo([first, second], [first, fact(1)]), addedTo([first, second], [first]), addedTo(list, list)]).toEqual([undefined, undefined, undefined, undefined]);
  });
});
