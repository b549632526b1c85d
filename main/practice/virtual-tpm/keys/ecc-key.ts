import { createECDH } from "node:crypto";
import type { DerivedStream } from "./derived-stream.ts";
import { integerBytes, integerFrom } from "./integers.ts";

const curve = "prime256v1";
const coordinateBytes = 32;

/** Order of P-256 (SEC 2, clause 2.4.2). */
export const p256Order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** A point of P-256, coordinates of 32 bytes. */
export interface EccPoint {
  readonly x: Uint8Array;
  readonly y: Uint8Array;
}

export interface EccKeyParts extends EccPoint {
  readonly d: Uint8Array;
}

/** A P-256 key out of a stream: extra random bits, then reduced (FIPS 186-5, appendix A.2.1). */
export function deriveEccKey(stream: DerivedStream): EccKeyParts {
  const d = integerBytes((integerFrom(stream.next(coordinateBytes + 8)) % (p256Order - 1n)) + 1n, coordinateBytes);
  return { ...publicPoint(d), d };
}

export function publicPoint(d: Uint8Array): EccPoint {
  const ecdh = createECDH(curve);
  ecdh.setPrivateKey(d);
  const point = new Uint8Array(ecdh.getPublicKey());
  return { x: point.slice(1, 33), y: point.slice(33) };
}

/** x of the point shared with another party; undefined if the other's point is not on the curve. */
export function sharedX(d: Uint8Array, other: EccPoint): Uint8Array | undefined {
  if (other.x.length > coordinateBytes || other.y.length > coordinateBytes) return undefined;
  const ecdh = createECDH(curve);
  ecdh.setPrivateKey(d);
  const point = Buffer.concat([Uint8Array.of(4), padded(other.x), padded(other.y)]);
  try {
    return new Uint8Array(ecdh.computeSecret(point));
  } catch {
    return undefined;
  }
}

const padded = (coordinate: Uint8Array): Uint8Array => integerBytes(integerFrom(coordinate), coordinateBytes);
