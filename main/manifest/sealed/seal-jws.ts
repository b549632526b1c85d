import { createHash } from "node:crypto";
import { z } from "zod";
import { utf8 } from "../../base/bytes/bytes.ts";
import type { ManifestSigner } from "../manifest-signing.ts";

/** The seal once more as a flattened JWS (RFC 7515 §7.2.2) with detached content (Appendix F): the content is the header line. */
export interface SealJws {
  readonly protected: string;
  readonly signature: string;
}

const half = 32;
const base64url = (bytes: Uint8Array | string): string => Buffer.from(bytes).toString("base64url");
const thumbprint = (der: Uint8Array): string => createHash("sha256").update(der).digest("base64url");
const protectedHeader = z.strictObject({ alg: z.literal("ES256"), kid: z.string(), "x5t#S256": z.string() });

export async function sealJws(headerLine: string, signer: ManifestSigner): Promise<SealJws> {
  const [own = new Uint8Array()] = signer.chain;
  const names = { alg: "ES256", kid: base64url(signer.keyIdentifier), "x5t#S256": thumbprint(own) };
  const protectedPart = base64url(JSON.stringify(names));
  const signature = await signer.sign(utf8(`${protectedPart}.${base64url(headerLine)}`), "raw");
  return { protected: protectedPart, signature: base64url(signature) };
}

/** What was signed, and the signature as an Ecdsa-Sig-Value; undefined for one that is not by ES256 and the seal's first certificate. */
export function readSealJws(
  { protected: protectedPart, signature }: SealJws,
  headerLine: Uint8Array,
  own: Uint8Array,
): { readonly signed: Uint8Array; readonly signature: Uint8Array } | undefined {
  const read = ecdsaSignature(signature);
  if (read === undefined || !names(protectedPart, own)) return undefined;
  return { signed: utf8(`${protectedPart}.${base64url(headerLine)}`), signature: read };
}

/** The Ecdsa-Sig-Value (DER) of what ES256 signs (RFC 7518 §3.4), base64url; undefined for what is none. */
export function ecdsaSignature(text: string): Uint8Array | undefined {
  const raw = Buffer.from(text, "base64url");
  if (raw.length !== 2 * half || base64url(raw) !== text) return undefined;
  return sequence(integer(raw.subarray(0, half)), integer(raw.subarray(half)));
}

function names(protectedPart: string, own: Uint8Array): boolean {
  try {
    const text = Buffer.from(protectedPart, "base64url").toString("utf8");
    const { success, data } = protectedHeader.safeParse(JSON.parse(text));
    return success && base64url(text) === protectedPart && data["x5t#S256"] === thumbprint(own);
  } catch {
    return false;
  }
}

const sequence = (...parts: readonly Uint8Array[]): Uint8Array => {
  const content = Buffer.concat(parts);
  return Uint8Array.of(0x30, content.length, ...content);
};

/** DER INTEGER of an unsigned number: no leading zeros but the one that keeps it positive. */
function integer(bytes: Uint8Array): Uint8Array {
  const from = bytes.findIndex((byte) => byte !== 0);
  const digits = from === -1 ? Uint8Array.of(0) : bytes.subarray(from);
  const content = (digits[0] ?? 0) > 0x7f ? Uint8Array.of(0, ...digits) : digits;
  return Uint8Array.of(0x02, content.length, ...content);
}
