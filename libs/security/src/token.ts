/** Issuer and audience of the tokens that the built-in development issuer signs. */
export const DEVELOPMENT_ISSUER = 'fengqiao-development';
export const AUDIENCE = 'fengqiao';
/** Type of an access token (RFC 9068): an identity token is none. */
export const TOKEN_TYPE = 'at+jwt';
/** The only algorithm: the verifier chooses it, never the token. */
export const ALGORITHM = 'EdDSA';
/** No token is good for longer: half a day is a shift. */
export const MAX_LIFETIME_SECONDS = 12 * 3_600;

/** What a verified token says; what its holder may do is looked up in the directory, never read from here. */
export interface TokenClaims {
  readonly issuer: string;
  /** The account. */
  readonly subject: string;
  readonly personId: string;
  /** Seconds since 1970, exclusive. */
  readonly expiresAt: number;
}

/** The system clock in milliseconds since 1970: tokens live in real time, also where the domain clock is moved by hand. */
export type SystemClock = () => number;
