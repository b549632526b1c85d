import { createPrivateKey, type KeyObject } from "node:crypto";
import type { DerivedStream } from "./derived-stream.ts";
import { findPrime } from "./find-prime.ts";
import { integerBytes, integerFrom, modularInverse } from "./integers.ts";

const publicExponent = 65537n;
const modulusBytes = 256;
const primeBytes = modulusBytes / 2;

/** What a TPM keeps of an RSA-2048 key: modulus (public unique) and one prime (sensitive), big-endian. */
export interface RsaKeyParts {
  readonly modulus: Uint8Array;
  readonly prime: Uint8Array;
}

/** An RSA-2048 key out of two independent streams; about 70 ms, most of it off the event loop. */
export async function deriveRsaKey(first: DerivedStream, second: DerivedStream): Promise<RsaKeyParts> {
  const [p, q] = await Promise.all([findPrime(first, primeBytes), findPrime(second, primeBytes)]);
  return { modulus: integerBytes(p * q, modulusBytes), prime: integerBytes(p, primeBytes) };
}

/** The private key in node:crypto's form, or undefined if the prime does not divide the modulus. */
export function rsaPrivateKey({ modulus, prime }: RsaKeyParts): KeyObject | undefined {
  const [n, p] = [integerFrom(modulus), integerFrom(prime)];
  if (p <= 1n || p >= n || n % p !== 0n) return undefined;
  const q = n / p;
  const d = modularInverse(publicExponent, (p - 1n) * (q - 1n));
  const text = (value: bigint): string => {
    const hex = value.toString(16);
    return Buffer.from(hex.padStart(hex.length + (hex.length % 2), "0"), "hex").toString("base64url");
  };
  const key = {
    kty: "RSA",
    n: text(n),
    e: text(publicExponent),
    d: text(d),
    p: text(p),
    q: text(q),
    dp: text(d % (p - 1n)),
    dq: text(d % (q - 1n)),
    qi: text(modularInverse(q, p)),
  };
  return createPrivateKey({ key, format: "jwk" });
}
