import type { JsonObject } from '@fengqiao/kernel';
import { ContractViolation } from '@fengqiao/contracts';
import { canonicalText } from '@fengqiao/event-store';
import { claimsToBeSealed, ERASED, KeyDestroyed, seal, SealBroken, SealingRefused, unseal, type KeyRing } from '@fengqiao/security';
import { memoryKeyRing } from '@fengqiao/security/memory';
import * as fc from 'fast-check';

const CASE = '3f0c8d52-6a51-5d0e-9c58-0d4a1f5a7b11';
const EVENT = 'b0a7b2f4-98e7-5a36-8a39-0f6a0f0a2d01';
const PLACE = { eventId: EVENT, stream: `mediation.dispute-${CASE}` };
const REGISTERED = 'mediation.v1.DisputeRegistered';
const WANG = { personId: 'wang', kind: 'person', name: '王小明', idNumber: '330681199001011234', phone: '13800000000', address: '枫桥镇', priority: ['低保', '残疾'] };
const CHEN = { personId: 'chen', kind: 'person', name: '陈某', idNumber: '', phone: '', address: '', priority: [] };
const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const DATA = { source: 'window', place: '村口', summary: '争地界', category: 'land', parties: [WANG, CHEN] };

type Registered = { place: string; summary: string; householdNo: string; category: string; parties: (typeof WANG)[] };

describe('sealing an event', () => {
  let keys: KeyRing;
  beforeEach(() => {
    keys = memoryKeyRing();
  });

  const sealed = async (data: JsonObject = DATA, place = PLACE) => (await seal(REGISTERED, data, place, keys)) as unknown as Registered;

  it('seals every personal field, in lists of messages and of texts too, and nothing else', async () => {
    const { place, summary, category, parties } = await sealed();
    expect(category).toBe('land');
    const [wang, chen] = parties;
    expect(wang?.personId).toBe('wang');
    for (const value of [place, summary, wang?.name, wang?.idNumber, wang?.phone, wang?.address, ...(wang?.priority ?? []), chen?.name]) {
      expect(value).toMatch(/^sealed:1:[^:]+:[\w-]+$/);
    }
    expect(JSON.stringify({ place, summary, parties })).not.toMatch(/王小明|330681199001011234|13800000000|枫桥|低保|残疾|陈某|村口|地界/);
  });

  it('stands in the order in which it is stored', async () => {
    const event = await sealed();
    expect(JSON.stringify(event)).toBe(canonicalText(event));
  });

  it('uses the key of the person for what is said of the person, and of the case for the rest', async () => {
    const { summary, parties } = await sealed();
    expect(summary).toMatch(`sealed:1:${CASE}:`);
    expect(parties.map(({ name }) => name.split(':')[2])).toEqual(['wang', 'chen']);
  });

  it('uses the whole name of a stream that has no id', async () => {
    const place = { eventId: EVENT, stream: 'platform.folder' };
    expect((await seal('mediation.v1.DisputeAnalysed', { analysis: 'x' }, place, keys)).analysis).toMatch(/^sealed:1:platform\.folder:/);
  });

  it('leaves empty text empty and fills implicit fields', async () => {
    const { householdNo, parties } = await sealed();
    expect([householdNo, parties[1]?.phone, parties[1]?.priority]).toEqual(['', '', []]);
  });

  it('makes the same bytes again for the same event, and others at another place, of another event or with another key', async () => {
    const first = await sealed();
    expect(await sealed()).toEqual(first);
    const other = await sealed({ ...DATA, householdNo: DATA.summary });
    expect(other.householdNo).not.toBe(first.summary);
    const twice = await sealed({ parties: [{ ...WANG, priority: ['低保', '低保'] }] });
    expect(new Set(twice.parties[0]?.priority).size).toBe(2);
    expect((await sealed(DATA, { ...PLACE, eventId: CASE })).summary).not.toBe(first.summary);
    keys = memoryKeyRing();
    expect((await sealed()).summary).not.toBe(first.summary);
  });

  it('has the keys on disk before it answers', async () => {
    const asked: string[][] = [];
    const watched: KeyRing = { ...keys, ensure: (ids) => (asked.push([...ids].sort()), keys.ensure(ids)) };
    await seal(REGISTERED, DATA, PLACE, watched);
    expect(asked).toEqual([[CASE, 'chen', 'wang']]);
  });

  it('asks for no key where nothing is personal', async () => {
    const none: KeyRing = { ...keys, ensure: () => Promise.reject(new Error('asked')) };
    expect(await seal('mediation.v1.DisputeAccepted', { basis: 'application' }, PLACE, none)).toEqual({ basis: 'application' });
  });

  it.each([
    ['a personal text', { summary: 'sealed:1:wang:AAAA' }, 'summary'],
    ['a text that is not personal', { category: 'sealed:' }, 'category'],
    ['a text of a list in a list', { parties: [{ ...WANG, priority: ['低保', 'sealed:x'] }] }, 'parties[0].priority[1]'],
  ])('refuses %s that claims to be sealed already', async (_, data, path) => {
    await expect(sealed(data)).rejects.toMatchObject({ name: 'SealingRefused', path });
  });

  it.each([[''], ['a:b'], ['../x'], ['王']])('refuses a personal text of the person %j, who can have no key', async (personId) => {
    await expect(sealed({ parties: [{ ...WANG, personId }] })).rejects.toThrow(SealingRefused);
  });

  it('refuses data that the published language does not know', async () => {
    await expect(sealed({ nickname: '小王' })).rejects.toThrow(ContractViolation);
  });

  it('refuses to seal for somebody who was erased', async () => {
    await sealed();
    await keys.destroy('wang');
    await expect(sealed()).rejects.toThrow(KeyDestroyed);
  });
});

describe('unsealing a value', () => {
  let keys: KeyRing;
  beforeEach(() => {
    keys = memoryKeyRing();
  });

  const sealSummary = async (text: string, eventId = EVENT) => (await seal('mediation.v1.DisputeAnalysed', { analysis: text }, { ...PLACE, eventId }, keys)).analysis as string;

  it('gives back any text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }).filter((text) => !claimsToBeSealed(text)), async (text) => {
        expect(unseal(await sealSummary(text), keys)).toEqual({ text });
      }),
    );
  });

  it('never meets two texts under one nonce', async () => {
    const nonces = new Map<string, string>();
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.constantFrom(EVENT, CASE), async (text, eventId) => {
        fc.pre(text !== '' && !claimsToBeSealed(text));
        const body = Buffer.from((await sealSummary(text, eventId)).split(':')[3] as string, 'base64url');
        const nonce = body.subarray(1, 13).toString('hex');
        const holder = `${eventId}|${text}`;
        expect(nonces.get(nonce) ?? holder).toBe(holder);
        nonces.set(nonce, holder);
      }),
      { numRuns: 500 },
    );
    expect(nonces.size).toBeGreaterThan(100);
  });

  it('says erased once the key is gone, and only then', async () => {
    const value = await sealSummary('他说');
    expect(unseal(value, keys)).toEqual({ text: '他说' });
    await keys.destroy(CASE);
    expect(unseal(value, keys)).toEqual({ erased: true });
    expect(ERASED).toBe('已删除 / erased');
  });

  it('gives plain text as it is', () => {
    expect(unseal('land', keys)).toEqual({ text: 'land' });
    expect(unseal('', keys)).toEqual({ text: '' });
  });

  it('takes any changed byte for damage, never for an erasure or a text', async () => {
    const value = await sealSummary('打人的是他');
    const [head, version, keyId, body] = value.split(':') as [string, string, string, string];
    const bytes = Buffer.from(body, 'base64url');
    for (let index = 0; index < bytes.length; index += 1) {
      const changed = Buffer.from(bytes);
      changed[index] = (changed[index] as number) ^ 1;
      expect(() => unseal([head, version, keyId, changed.toString('base64url')].join(':'), keys)).toThrow(SealBroken);
    }
  });

  it.each([
    ['cut short', (value: string) => value.slice(0, -4)],
    ['without a body', (value: string) => value.slice(0, value.lastIndexOf(':') + 1)],
    ['of another version', (value: string) => value.replace('sealed:1:', 'sealed:2:')],
    ['followed by something', (value: string) => `${value}=`],
    ['with idle bits set', (value: string) => `${value.slice(0, -1)}${BASE64URL[BASE64URL.indexOf(value.slice(-1)) + 1]}`],
    ['with nothing but its prefix', () => 'sealed:'],
  ])('takes a text %s for damage', async (_, change) => {
    const value = await sealSummary('打人的是他');
    expect(() => unseal(change(value), keys)).toThrow(SealBroken);
  });

  it('takes a text under the name of another key for damage', async () => {
    const value = await sealSummary('打人的是他');
    await keys.ensure(['other']);
    const same: Pick<KeyRing, 'get'> = { get: () => keys.get(CASE) };
    expect(() => unseal(value.replace(CASE, 'other'), keys)).toThrow(SealBroken);
    expect(() => unseal(value.replace(CASE, 'other'), same)).toThrow(SealBroken);
  });

  it('reads a value that was sealed once', () => {
    const key = Buffer.from('000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f', 'hex');
    const golden = 'sealed:1:wang:AckWD3wjLwwBV4qZ1a-_mRq7QXKecf0O8PXee5zUUz401wAJgsQ';
    expect(unseal(golden, { get: () => key })).toEqual({ text: '王小明' });
  });
});
