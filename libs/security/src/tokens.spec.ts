import { createHmac, createPrivateKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { SignJWT, UnsecuredJWT } from 'jose';
import { AUDIENCE, DEVELOPMENT_ISSUER, DevelopmentIssuer, resolveActor, TokenVerifier, type Directory, type Officer } from '@fengqiao/security';
import * as fc from 'fast-check';
import { newSigningKey, signingKeyOf } from './signing-key';

const NOW = Date.parse('2026-11-22T07:00:00Z');
const HOUR = 3_600;
const key = signingKeyOf(newSigningKey());
const foreign = signingKeyOf(newSigningKey());
const clerk = { account: 'fengqiao.clerk', personId: '0190a1b2-0000-5000-8000-000000000011' };

let now = NOW;
const clock = () => now;
const issuer = new DevelopmentIssuer(key, clock);
let verifier: TokenVerifier;

beforeEach(() => {
  now = NOW;
  verifier = new TokenVerifier({ issuer: DEVELOPMENT_ISSUER, keys: new Map([[key.kid, key.publicKey]]) }, clock);
});

describe('a token of the development issuer', () => {
  it('is verified and says account and person, nothing about roles', async () => {
    const result = await verifier.verify(await issuer.issue(clerk));
    expect(result).toEqual({
      ok: true,
      claims: { issuer: DEVELOPMENT_ISSUER, subject: clerk.account, personId: clerk.personId, expiresAt: NOW / 1_000 + 12 * HOUR },
    });
  });

  it('lives no longer than twelve hours', async () => {
    await expect(issuer.issue(clerk, 12 * HOUR + 1)).rejects.toThrow('a token lives');
    await expect(issuer.issue(clerk, 0)).rejects.toThrow('a token lives');
  });

  it.each([['remembered', true], ['seen for the first time', false]])('ends at its last second, %s', async (_, seenBefore) => {
    const token = await issuer.issue(clerk, HOUR);
    if (seenBefore) await verifier.verify(token);
    now = NOW + HOUR * 1_000 - 1;
    if (seenBefore) expect(await verifier.verify(token)).toMatchObject({ ok: true });
    now = NOW + HOUR * 1_000;
    expect(await verifier.verify(token)).toEqual({ ok: false, reason: 'expired' });
    expect(await verifier.verify(token)).toEqual({ ok: false, reason: 'expired' });
  });

  it('is believed again from memory without a second look at the key', async () => {
    let asked = 0;
    const keys = new Map([[key.kid, key.publicKey]]);
    const counted: ReadonlyMap<string, typeof key.publicKey> = Object.assign(new Map(keys), { get: (kid: string) => ((asked += 1), keys.get(kid)) });
    const counting = new TokenVerifier({ issuer: DEVELOPMENT_ISSUER, keys: counted }, clock);
    const token = await issuer.issue(clerk);
    for (let n = 0; n < 5; n += 1) expect((await counting.verify(token)).ok).toBe(true);
    expect(asked).toBe(1);
  });
});

type Claims = Record<string, unknown>;
const good = (): Claims => ({ iss: DEVELOPMENT_ISSUER, aud: AUDIENCE, sub: clerk.account, personId: clerk.personId, iat: NOW / 1_000, exp: NOW / 1_000 + HOUR });
const header = () => ({ alg: 'EdDSA', typ: 'at+jwt', kid: key.kid });
const sign = (claims: Claims = {}, head: Record<string, unknown> = {}, by = key) =>
  new SignJWT({ ...good(), ...claims }).setProtectedHeader({ ...header(), ...head }).sign(by.privateKey);
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Signs with the public key as if it were a shared secret: what a verifier that trusts `alg` would accept. */
function hmacWithPublicKey(form: string | Buffer): string {
  const input = `${encode({ ...header(), alg: 'HS256' })}.${encode(good())}`;
  return `${input}.${createHmac('sha256', form).update(input).digest('base64url')}`;
}

const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey;

const BAD: Record<string, [make: () => Promise<string> | string, reason: string]> = {
  'without a signature (alg none)': [() => new UnsecuredJWT(good()).encode(), 'header'],
  'with alg none and our kid': [() => `${encode({ ...header(), alg: 'none' })}.${encode(good())}.`, 'header'],
  'with alg NonE': [() => `${encode({ ...header(), alg: 'NonE' })}.${encode(good())}.`, 'header'],
  'signed HS256 with the public key as PEM': [() => hmacWithPublicKey(key.publicKey.export({ type: 'spki', format: 'pem' })), 'header'],
  'signed HS256 with the public key as DER': [() => hmacWithPublicKey(key.publicKey.export({ type: 'spki', format: 'der' })), 'header'],
  'signed RS256 by somebody': [() => new SignJWT(good()).setProtectedHeader({ ...header(), alg: 'RS256' }).sign(rsa), 'header'],
  'signed by another key under our kid': [() => sign({}, {}, foreign), 'signature'],
  'with a claim changed after signing': [
    async () => {
      const [head, , signature] = (await sign()).split('.');
      return `${head}.${encode({ ...good(), sub: 'zhuji.bureau-head' })}.${signature}`;
    },
    'signature',
  ],
  'whose signature was cut off': [async () => (await sign()).replace(/[^.]+$/, ''), 'signature'],
  'for another audience': [() => sign({ aud: 'court' }), 'audience'],
  'for us and somebody else': [() => sign({ aud: [AUDIENCE, 'court'] }), 'audience'],
  'without an audience': [() => sign({ aud: undefined }), 'audience'],
  'of another issuer': [() => sign({ iss: 'https://evil.example' }), 'issuer'],
  'of no issuer': [() => sign({ iss: undefined }), 'issuer'],
  'that is an identity token': [() => sign({}, { typ: 'JWT' }), 'type'],
  'without a type': [() => sign({}, { typ: undefined }), 'type'],
  'that has expired': [() => sign({ exp: NOW / 1_000 }), 'expired'],
  'that expired within the tolerance of clocks': [() => sign({ exp: NOW / 1_000 - 30 }), 'expired'],
  'that never expires': [() => sign({ exp: undefined }), 'claims'],
  'that lives for years': [() => sign({ exp: NOW / 1_000 + 10_000 * HOUR }), 'claims'],
  'that is not valid yet': [() => sign({ nbf: NOW / 1_000 + 61 }), 'notYetValid'],
  'that was issued in the future': [() => sign({ iat: NOW / 1_000 + 61, exp: NOW / 1_000 + HOUR }), 'notYetValid'],
  'whose exp is a text': [() => sign({ exp: String(NOW / 1_000 + HOUR) }), 'claims'],
  'with an unknown kid': [() => sign({}, { kid: foreign.kid }, foreign), 'key'],
  'without a kid': [() => sign({}, { kid: undefined }), 'key'],
  'whose kid is a path': [() => sign({}, { kid: '../../../../dev/null' }), 'key'],
  'whose kid is a member of every object': [() => sign({}, { kid: '__proto__' }), 'key'],
  'whose kid is SQL': [() => sign({}, { kid: "' OR 1=1 --" }), 'key'],
  'that says where to fetch the key (jku)': [() => sign({}, { jku: 'https://evil.example/keys' }), 'header'],
  'that says where to fetch the key (x5u)': [() => sign({}, { x5u: 'https://evil.example/cert' }), 'header'],
  'that brings its own key (jwk)': [() => sign({}, { jwk: foreign.publicKey.export({ format: 'jwk' }) }, foreign), 'header'],
  'with a critical header': [() => `${encode({ ...header(), crit: ['b64'], b64: false })}.${encode(good())}.AAAA`, 'header'],
  'without an account': [() => sign({ sub: undefined }), 'claims'],
  'whose account is a list': [() => sign({ sub: [clerk.account] }), 'claims'],
  'whose account is empty': [() => sign({ sub: '' }), 'claims'],
  'whose account is endless': [() => sign({ sub: 'a'.repeat(201) }), 'claims'],
  'without a person': [() => sign({ personId: undefined }), 'claims'],
  'that is longer than any of ours': [() => sign({ more: 'x'.repeat(5_000) }), 'malformed'],
  'that is encrypted': [() => `${encode({ alg: 'dir', enc: 'A256GCM' })}..${encode({})}.${encode({})}.${encode({})}`, 'malformed'],
  'whose claims are no JSON': [() => `${encode(header())}.${Buffer.from('{').toString('base64url')}.AAAA`, 'signature'],
  'that is empty': [() => '', 'malformed'],
  'that is two dots': [() => '..', 'malformed'],
  'that is a word': [() => 'null', 'malformed'],
};

describe('a token', () => {
  it.each(Object.entries(BAD))('%s is refused', async (_, [make, reason]) => {
    expect(await verifier.verify(await make())).toEqual({ ok: false, reason });
  });

  it('made of anything is refused without an error', async () => {
    const part = fc.oneof(fc.string(), fc.base64String(), fc.json().map((json) => Buffer.from(json).toString('base64url')), fc.constant(encode(header())));
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 6 }), async (parts) => {
        expect((await verifier.verify(parts.join('.'))).ok).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  it('with a claim that we do not know is good, and the claim is lost', async () => {
    const token = await sign({ nbf: NOW / 1_000 + 60, roles: ['bureauHead'], admin: true });
    expect(await verifier.verify(token)).toEqual({
      ok: true,
      claims: { issuer: DEVELOPMENT_ISSUER, subject: clerk.account, personId: clerk.personId, expiresAt: NOW / 1_000 + HOUR },
    });
  });
});

describe('who acts', () => {
  const officer: Officer = { ...clerk, name: '', officeId: 'office', roles: ['officeClerk'] };
  const directoryOf = (found: Officer | undefined): Directory =>
    ({
      byAccount: (account: string) => (account === found?.account ? found : undefined),
      office: (id: string) => (id === 'office' ? { id, name: '', kind: '', level: 3, parentId: '', division: '330681101' } : undefined),
    }) as Partial<Directory> as Directory;
  const actorFor = async (claims: Claims, found: Officer | undefined) => {
    const result = await verifier.verify(await sign(claims));
    return result.ok ? resolveActor(result.claims, directoryOf(found)) : undefined;
  };

  it('is whom the directory names for the account', async () => {
    expect(await actorFor({}, officer)).toEqual({ ...clerk, officeId: 'office', division: '330681101', level: 3, roles: ['officeClerk'] });
  });

  it.each([['a text', 'bureauHead'], ['a list', ['bureauHead', 'operator']], ['an object', { bureauHead: true }]])('gains nothing from a role claim that is %s', async (_, roles) => {
    expect((await actorFor({ roles, role: roles, officeId: 'county', division: '33', level: 6 }, officer))?.roles).toEqual(['officeClerk']);
  });

  it('is nobody from the moment of release, with a token that is still good', async () => {
    const token = await issuer.issue(clerk);
    const result = await verifier.verify(token);
    if (!result.ok) throw new Error(result.reason);
    expect(resolveActor(result.claims, directoryOf(officer))).toBeDefined();
    expect(resolveActor(result.claims, directoryOf(undefined))).toBeUndefined();
    expect(resolveActor(result.claims, directoryOf({ ...officer, roles: [] }))).toBeUndefined();
    expect(resolveActor(result.claims, directoryOf({ ...officer, officeId: 'closed' }))).toBeUndefined();
  });

  it('is nobody where the account was given to another person', async () => {
    expect(await actorFor({}, { ...officer, personId: randomBytes(4).toString('hex') })).toBeUndefined();
  });
});

describe('the signing key', () => {
  it('is named after its public half, so that the name is the same after a restart', () => {
    const again = signingKeyOf(key.privateKey.export({ type: 'pkcs8', format: 'der' }));
    expect(again.kid).toBe(key.kid);
    expect(again.kid).toMatch(/^[\w-]{16}$/);
    expect(() => createPrivateKey(again.publicKey as never)).toThrow();
  });
});
