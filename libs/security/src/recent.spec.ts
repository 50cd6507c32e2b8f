import { recent } from './recent';

describe('a bounded cache', () => {
  it('keeps the values that were used last', () => {
    const cache = recent<number>(2);
    cache.set('a', 1);
    cache.set('b', 2);
    cache.get('a');
    cache.set('c', 3);
    expect(['a', 'b', 'c'].map((name) => cache.get(name))).toEqual([1, undefined, 3]);
  });

  it('forgets what is deleted and takes a second value for the first', () => {
    const cache = recent<number>(2);
    cache.set('a', 1);
    cache.set('a', 2);
    cache.set('b', 3);
    expect(cache.get('a')).toBe(2);
    cache.delete('a');
    expect([cache.get('a'), cache.get('b')]).toEqual([undefined, 3]);
  });
});
