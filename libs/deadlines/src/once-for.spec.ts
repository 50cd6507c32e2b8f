import { onceFor } from './once-for';

it('makes one thing of each object, however often it is asked', () => {
  const asked: string[] = [];
  const shout = onceFor(({ word }: { readonly word: string }) => (asked.push(word), { said: word.toUpperCase() }));
  const [yes, also] = [{ word: 'yes' }, { word: 'yes' }];
  expect(shout(yes)).toBe(shout(yes));
  expect(shout(also)).not.toBe(shout(yes));
  expect([shout(also), asked]).toEqual([{ said: 'YES' }, ['yes', 'yes']]);
});
