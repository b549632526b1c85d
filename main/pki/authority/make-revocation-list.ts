import { encode } from "../certificate/encode-der.ts";
import { algorithmIdentifiers } from "../keys/signing-key.ts";
import { pkiErrors } from "../pki-errors.ts";
import { authorityKeyIdentifier, extension } from "./encode-extensions.ts";
import { type Issuer, readIssuer } from "./issuer.ts";
import { type RevocationReason, revocationReasonNumbers } from "./revocation-reasons.ts";

export interface Revocation {
  /** Hexadecimal. */
  readonly serialNumber: string;
  readonly at: Date;
  readonly reason: RevocationReason;
}

export interface RevocationListOrder {
  readonly revocations: readonly Revocation[];
  /** One more than that of the list before (RFC 5280 §5.2.3). */
  readonly number: number;
  /** Until when whoever has this list need not look for another. */
  readonly validityDays: number;
}

const oid = { crlNumber: "2.5.29.20", reasonCode: "2.5.29.21" } as const;
const version2 = encode.integer(1);
const msPerDay = 86_400_000;
const mostDays = 3650;
const enumeratedTag = 0x0a;

/**
 * A CertificateList (RFC 5280 §5.1), DER, of all that the issuer revoked. Throws `pki.bad-order`, `pki.not-authority` where the issuer's
 * certificate does not let it sign lists, and what the key's custody throws.
 */
export async function makeRevocationList(issuer: Issuer, order: RevocationListOrder): Promise<Uint8Array> {
  const { validityDays, number, revocations } = order;
  const { name, keyIdentifier, certificate } = readIssuer(issuer);
  if (!Number.isInteger(validityDays) || validityDays < 1 || validityDays > mostDays)
    throw pkiErrors.badOrder(`a revocation list of ${validityDays} days`);
  if (certificate.keyUsage?.cRLSign === false)
    throw pkiErrors.notAuthority(`${certificate.system.subject} may not sign revocation lists (key usage)`);
  const now = issuer.clock.now();
  const algorithm = algorithmIdentifiers[issuer.key.algorithm];
  const toBeSigned = encode.sequence(
    version2,
    algorithm,
    name,
    encode.time(now),
    encode.time(new Date(now.getTime() + validityDays * msPerDay)),
    // An empty list is left out, not empty (§5.1.2.6).
    ...(revocations.length === 0 ? [] : [encode.sequence(...revocations.map(encodeRevocation))]),
    encode.explicit(
      0,
      encode.sequence(authorityKeyIdentifier(keyIdentifier), extension(oid.crlNumber, false, encode.integer(number))),
    ),
  );
  return encode.sequence(toBeSigned, algorithm, encode.bits(await issuer.key.sign(toBeSigned)));
}

function encodeRevocation({ serialNumber, at, reason }: Revocation): Uint8Array {
  const code = revocationReasonNumbers[reason];
  // "Unspecified" should be left out (§5.3.1).
  const why = code === 0 ? [] : [extension(oid.reasonCode, false, Uint8Array.of(enumeratedTag, 1, code))];
  const extensions = why.length === 0 ? [] : [encode.sequence(...why)];
  return encode.sequence(encode.integer(serialNumber), encode.time(at), ...extensions);
}
