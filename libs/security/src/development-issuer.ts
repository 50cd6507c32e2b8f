import { SignJWT } from 'jose';
import { invariant } from '@fengqiao/kernel';
import type { SigningKey } from './signing-key';
import { ALGORITHM, AUDIENCE, DEVELOPMENT_ISSUER, MAX_LIFETIME_SECONDS, TOKEN_TYPE, type SystemClock } from './token';

/**
 * Signs tokens for the accounts of a folder, without any password: for development and demonstration on one machine only.
 * The host binds it to the loopback address. A real issuer takes its place by configuration.
 */
export class DevelopmentIssuer {
  constructor(
    private readonly key: SigningKey,
    private readonly now: SystemClock,
  ) {}

  /** A signed token for one account; lifetime in seconds, at most 12 hours. */
  async issue(holder: { readonly account: string; readonly personId: string }, lifetimeSeconds = MAX_LIFETIME_SECONDS): Promise<string> {
    invariant(lifetimeSeconds > 0 && lifetimeSeconds <= MAX_LIFETIME_SECONDS, `a token lives 1 to ${MAX_LIFETIME_SECONDS} s, not ${lifetimeSeconds}`);
    const issuedAt = Math.floor(this.now() / 1_000);
    return new SignJWT({ personId: holder.personId })
      .setProtectedHeader({ alg: ALGORITHM, typ: TOKEN_TYPE, kid: this.key.kid })
      .setIssuer(DEVELOPMENT_ISSUER)
      .setAudience(AUDIENCE)
      .setSubject(holder.account)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + lifetimeSeconds)
      .sign(this.key.privateKey);
  }
}
