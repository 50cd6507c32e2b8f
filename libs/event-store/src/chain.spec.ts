import type { Instant, JsonObject } from '@fengqiao/kernel';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { NO_STREAM, linkEvent, prepareEvent } from './chain';
import { SAMPLE_NOW, sampleEvent } from './conformance';

const text = fc.string({ unit: 'grapheme' });
const json = fc.dictionary(text, fc.jsonValue({ stringUnit: 'grapheme' })) as fc.Arbitrary<JsonObject>;

describe('the canonical text of an event', () => {
  it('is RFC 8785 of {v, stream, revision, id, type, data, meta}, though it is put together from parts', () => {
    fc.assert(
      fc.property(text, text, json, text, fc.nat(), (stream, id, data, actor, revision) => {
        const event = sampleEvent(id, data);
        const prepared = prepareEvent(stream, { ...event, meta: { ...event.meta, actor, command: { id: actor, body: id } } });
        const linked = linkEvent(stream, { ...NO_STREAM, revision }, prepared, SAMPLE_NOW);
        const { hash, ...hashed } = linked.event;
        expect(linked.text).toBe(canonicalize(hashed));
        expect(hash).toHaveLength(64);
      }),
    );
  });

  it('holds nothing of the metadata but its known fields', () => {
    const event = sampleEvent('e1');
    const meta = { ...event.meta, extra: 'not hashed, so not kept', recordedAt: '1999-01-01T00:00:00.000Z' as Instant };
    const linked = linkEvent('s.a-1', NO_STREAM, prepareEvent('s.a-1', { ...event, meta }), SAMPLE_NOW);
    expect(linked.text).not.toContain('extra');
    expect(linked.event.meta.recordedAt).toBe(SAMPLE_NOW);
    expect(JSON.parse(linked.text)).toEqual({ ...linked.event, hash: undefined });
  });

  it.each([['a lone surrogate', '\ud800'], ['a lone low surrogate', 'x\udc00']])('refuses %s outside the data', (_, value) => {
    expect(() => prepareEvent('s.a-1', sampleEvent(value))).toThrow(/no text/);
  });

  it('refuses metadata that is missing', () => {
    const event = sampleEvent('e1');
    expect(() => prepareEvent('s.a-1', { ...event, meta: { ...event.meta, office: undefined as unknown as string } })).toThrow(/no text/);
  });
});
