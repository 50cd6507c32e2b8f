import { toInstant, type Instant, type RecordedEvent } from '@fengqiao/kernel';
import { logOf } from '@fengqiao/read-models/conformance';
import * as fc from 'fast-check';
import { LogAsOf } from './log-as-of';

const instant = (n: number): Instant => toInstant(1_795_330_800_000 + n);

/** Events of four streams; within a stream time never goes back, between streams it may, as between writers with clocks of their own. */
function logged(steps: readonly { readonly stream: number; readonly ahead: number }[]): readonly RecordedEvent[] {
  const heads = new Map<number, { revision: number; at: number }>();
  return steps.map(({ stream, ahead }, index) => {
    const { revision, at } = heads.get(stream) ?? { revision: -1, at: 0 };
    heads.set(stream, { revision: revision + 1, at: at + ahead });
    return { stream: `${stream % 2 === 0 ? 'even' : 'odd'}.s-${stream}`, revision: revision + 1, position: index + 1, meta: { recordedAt: instant(at + ahead) } } as RecordedEvent;
  });
}

const steps = fc.array(fc.record({ stream: fc.nat(3), ahead: fc.nat(5) }), { maxLength: 40 });

describe('the log as of an instant', () => {
  it('is of each stream what was recorded by then, read by pages of any size, from any place, by any prefix, in any order of reads', async () => {
    const reads = fc.array(fc.record({ after: fc.nat(42), limit: fc.integer({ min: 1, max: 7 }), prefix: fc.constantFrom(undefined, 'even.', 'odd.', 'none.') }), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(steps, fc.nat(30), reads, async (history, at, asked) => {
        const events = logged(history);
        const known = events.filter(({ meta }) => meta.recordedAt <= instant(at));
        const log = new LogAsOf(logOf(events), instant(at));
        for (const { after, limit, prefix } of asked) {
          const expected = known.filter(({ position, stream }) => position > after && (prefix === undefined || stream.startsWith(prefix)));
          const found: RecordedEvent[] = [];
          for (let from = after; ; from = found[found.length - 1]?.position ?? from) {
            const page = await log.readAll({ after: from, limit, ...(prefix !== undefined && { prefixes: [prefix] }) });
            if (page.length === 0) break;
            expect(page.length).toBeLessThanOrEqual(limit);
            found.push(...page);
          }
          expect(found).toEqual(expected);
        }
        await log.readAll({ after: 0, limit: 100, prefixes: ['none.'] });
        expect(await log.head()).toBe(known[known.length - 1]?.position ?? 0);
        for (const stream of ['even.s-0', 'odd.s-1']) expect(await log.read(stream, 1)).toEqual(known.filter((event) => event.stream === stream && event.revision >= 1));
      }),
      { numRuns: 300 },
    );
  });

  it('is read once: what does not belong to it is not looked at again', async () => {
    const events = logged(Array.from({ length: 20 }, () => ({ stream: 0, ahead: 1 })));
    const read: number[] = [];
    const whole = logOf(events);
    const log = new LogAsOf({ ...whole, readAll: (request) => (read.push(request.after), whole.readAll(request)) }, instant(3));
    await log.readAll({ after: 0, limit: 5 });
    await log.readAll({ after: 3, limit: 5 });
    expect(read).toEqual([0, 5, 10, 15, 20]);
    await log.readAll({ after: 3, limit: 5 });
    expect(read).toEqual([0, 5, 10, 15, 20, 20]);
  });
});
