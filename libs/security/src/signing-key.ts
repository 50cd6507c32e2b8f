import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, createPrivateKey } from 'node:crypto';

/** The key pair with which the development issuer signs; `kid` is derived from the public key, so it never names a file. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** Secrets of one data folder, made once and kept beside the keys. */
export interface FolderSecrets {
  /** For `bodyMark`. */
  readonly bodyMark: Uint8Array;
  /** For `nameIndex`. */
  readonly nameIndex: Uint8Array;
  readonly signing: SigningKey;
}

/** A new Ed25519 private key as PKCS #8 DER. */
export function newSigningKey(): Uint8Array {
  return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'der' });
}

/** Reads a private key in PKCS #8 DER and derives what belongs to it. */
export function signingKeyOf(pkcs8: Uint8Array): SigningKey {
  const privateKey = createPrivateKey({ key: Buffer.from(pkcs8), type: 'pkcs8', format: 'der' });
  const publicKey = createPublicKey(privateKey);
  const kid = createHash('sha256').update(publicKey.export({ type: 'spki', format: 'der' })).digest('base64url').slice(0, 16);
  return { kid, privateKey, publicKey };
}
