import type { KeyObject } from 'node:crypto';
import { errors, jwtVerify, type JWTHeaderParameters, type JWTPayload } from 'jose';
import { Recent } from '@fengqiao/kernel';
import { ALGORITHM, AUDIENCE, MAX_LIFETIME_SECONDS, TOKEN_TYPE, type SystemClock, type TokenClaims } from './token';

/** Why a token was refused: for our own log; the caller only learns that it was. */
export type TokenRefusal = 'malformed' | 'header' | 'key' | 'signature' | 'issuer' | 'audience' | 'type' | 'expired' | 'notYetValid' | 'claims';

export type TokenResult = { readonly ok: true; readonly claims: TokenClaims } | { readonly ok: false; readonly reason: TokenRefusal };

/** An issuer that is trusted: its name and its public keys by `kid`. */
export interface TrustedIssuer {
  readonly issuer: string;
  readonly keys: ReadonlyMap<string, KeyObject>;
}

const MAX_TOKEN_CHARACTERS = 4_096;
const MAX_CLAIM_CHARACTERS = 200;
/** How far the issuer's clock may be ahead of ours; an expired token gets nothing of it. */
const TOLERANCE_SECONDS = 60;
const CACHED_TOKENS = 10_000;
/** A header that says where to find a key (jku, x5u) or brings one (jwk, x5c) is no header of ours. */
const HEADER_MEMBERS = ['alg', 'typ', 'kid'];

/** Verifies access tokens (RFC 9068) of one issuer. A verified token is remembered until it expires; a refused one is not. */
export class TokenVerifier {
  private readonly verified = new Recent<TokenClaims>(CACHED_TOKENS);

  constructor(
    private readonly trusted: TrustedIssuer,
    private readonly now: SystemClock,
  ) {}

  /** What the token says, or why it is refused; never throws on anything a caller can send. */
  async verify(token: string): Promise<TokenResult> {
    if (token.length > MAX_TOKEN_CHARACTERS) return { ok: false, reason: 'malformed' };
    const known = this.verified.get(token);
    if (known) return this.stillValid(token, known);
    try {
      const nowMs = this.now();
      const { payload } = await jwtVerify(token, (header) => this.keyOf(header), {
        algorithms: [ALGORITHM],
        issuer: this.trusted.issuer,
        audience: AUDIENCE,
        typ: TOKEN_TYPE,
        requiredClaims: ['sub', 'iat', 'exp'],
        clockTolerance: TOLERANCE_SECONDS,
        currentDate: new Date(nowMs),
      });
      const claims = readClaims(payload, nowMs / 1_000);
      this.verified.set(token, claims);
      return { ok: true, claims };
    } catch (error) {
      return { ok: false, reason: reasonOf(error) };
    }
  }

  private stillValid(token: string, claims: TokenClaims): TokenResult {
    if (this.now() < claims.expiresAt * 1_000) return { ok: true, claims };
    this.verified.delete(token);
    return { ok: false, reason: 'expired' };
  }

  private keyOf(header: JWTHeaderParameters): KeyObject {
    if (Object.keys(header).some((member) => !HEADER_MEMBERS.includes(member))) throw new Refused('header');
    const key = typeof header.kid === 'string' ? this.trusted.keys.get(header.kid) : undefined;
    if (!key) throw new Refused('key');
    return key;
  }
}

class Refused extends Error {
  constructor(readonly reason: TokenRefusal) {
    super(reason);
  }
}

function readClaims(payload: JWTPayload, nowSeconds: number): TokenClaims {
  const { iss, sub, aud, iat, exp, personId } = payload;
  if (!isName(iss) || !isName(sub) || !isName(personId) || typeof iat !== 'number' || typeof exp !== 'number') throw new Refused('claims');
  if (aud !== AUDIENCE) throw new Refused('audience');
  if (exp <= nowSeconds) throw new Refused('expired');
  if (iat > nowSeconds + TOLERANCE_SECONDS) throw new Refused('notYetValid');
  if (exp - iat > MAX_LIFETIME_SECONDS) throw new Refused('claims');
  return { issuer: iss, subject: sub, personId, expiresAt: exp };
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= MAX_CLAIM_CHARACTERS;
}

function reasonOf(error: unknown): TokenRefusal {
  if (error instanceof Refused) return error.reason;
  if (error instanceof errors.JWTExpired) return 'expired';
  if (error instanceof errors.JWTClaimValidationFailed) return REASONS[error.claim] ?? 'claims';
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'signature';
  if (error instanceof errors.JOSEAlgNotAllowed || error instanceof errors.JOSENotSupported) return 'header';
  return 'malformed';
}

const REASONS: Readonly<Record<string, TokenRefusal>> = { iss: 'issuer', aud: 'audience', typ: 'type', nbf: 'notYetValid' };
