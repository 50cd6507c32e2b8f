import { createHmac, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

/** What the tokens of a test are made from. */
export interface TokenParts {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly account: string;
  readonly personId: string;
  readonly otherAccount: string;
  readonly now: number;
}

const HOUR = 3_600;
const text = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A signed token of these parts; made by hand, so that a test can put anything into it. */
export function signed(header: object, claims: object, key: KeyObject): string {
  const body = `${text(header)}.${text(claims)}`;
  return `${body}.${sign(null, Buffer.from(body), key).toString('base64url')}`;
}

/** The token that is good: each bad one differs from it in one thing. */
export function goodToken({ kid, privateKey, account, personId, now }: TokenParts, header: object = {}, claims: object = {}): string {
  const all = { iss: 'fengqiao-development', aud: 'fengqiao', sub: account, personId, iat: now, exp: now + HOUR, ...claims };
  return signed({ alg: 'EdDSA', typ: 'at+jwt', kid, ...header }, all, privateKey);
}

/** Tokens that let nobody in. */
export function badTokens(parts: TokenParts): readonly (readonly [name: string, token: string])[] {
  const { now, kid, privateKey, otherAccount } = parts;
  const good = goodToken(parts);
  const [head = '', body = '', signature = ''] = good.split('.');
  const claim = (change: object) => goodToken(parts, {}, change);
  const header = (change: object) => goodToken(parts, change);
  const publicKey = createPublicKey(privateKey);
  const hmac = (secret: string | Buffer) => {
    const content = `${text({ alg: 'HS256', typ: 'at+jwt', kid })}.${body}`;
    return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`;
  };
  return [
    ['no signature', `${head}.${body}.`],
    ['alg none', `${text({ alg: 'none', typ: 'at+jwt', kid })}.${body}.`],
    ['alg none with the old signature', `${text({ alg: 'none', typ: 'at+jwt', kid })}.${body}.${signature}`],
    ['alg None', `${text({ alg: 'None', typ: 'at+jwt', kid })}.${body}.${signature}`],
    ['HS256 signed with the public key', hmac(publicKey.export({ type: 'spki', format: 'pem' }).toString())],
    ['HS256 signed with the bytes of the public key', hmac(publicKey.export({ type: 'spki', format: 'der' }))],
    ['another key', signed({ alg: 'EdDSA', typ: 'at+jwt', kid }, { iss: 'fengqiao-development', aud: 'fengqiao', sub: parts.account, personId: parts.personId, iat: now, exp: now + HOUR }, generateKeyPairSync('ed25519').privateKey)],
    ['another account under the old signature', `${head}.${text({ ...(JSON.parse(Buffer.from(body, 'base64url').toString()) as object), sub: otherAccount })}.${signature}`],
    ['a signature cut short', `${head}.${body}.${signature.slice(0, -4)}`],
    ['a signature of zeros', `${head}.${body}.${Buffer.alloc(64).toString('base64url')}`],
    ['an unknown key', header({ kid: 'other' })],
    ['no key', header({ kid: undefined })],
    ['a key that is a path', header({ kid: '../../keys.db' })],
    ['a key that is a number', header({ kid: 1 })],
    ['an address of keys', header({ jku: 'https://example.org/keys' })],
    ['a key of its own', header({ jwk: publicKey.export({ format: 'jwk' }) })],
    ['a certificate', header({ x5u: 'https://example.org/cert' })],
    ['a critical extension', header({ crit: ['exp'] })],
    ['the type of an identity token', header({ typ: 'JWT' })],
    ['no type', header({ typ: undefined })],
    ['an issuer that is not trusted', claim({ iss: 'https://example.org' })],
    ['no issuer', claim({ iss: undefined })],
    ['another audience', claim({ aud: 'elsewhere' })],
    ['several audiences', claim({ aud: ['fengqiao', 'elsewhere'] })],
    ['no audience', claim({ aud: undefined })],
    ['an end that has come', claim({ iat: now - 2 * HOUR, exp: now })],
    ['an end long ago', claim({ iat: 1, exp: 2 })],
    ['no end', claim({ exp: undefined })],
    ['an end as text', claim({ exp: String(now + HOUR) })],
    ['a life of a month', claim({ exp: now + 30 * 24 * HOUR })],
    ['a beginning that is to come', claim({ nbf: now + HOUR })],
    ['an issue that is to come', claim({ iat: now + HOUR, exp: now + 2 * HOUR })],
    ['no account', claim({ sub: undefined })],
    ['an account that nobody has', claim({ sub: 'nobody.at.all' })],
    ['an account that is a list', claim({ sub: [parts.account] })],
    ['an account in other case', claim({ sub: parts.account.toUpperCase() })],
    ['the account of setting up, after it is done', claim({ sub: 'setup', personId: '00000000-0000-4000-8000-000000000000' })],
    ['another person', claim({ personId: '00000000-0000-4000-8000-000000000001' })],
    ['no person', claim({ personId: undefined })],
    ['a body that is no JSON', `${head}.${Buffer.from('x').toString('base64url')}.${signature}`],
    ['five thousand characters', `${head}.${body}.${'A'.repeat(5_000)}`],
    ['padding', good.replace(/\./g, '=.')],
    ['one part', head],
    ['four parts', `${good}.${signature}`],
  ];
}
