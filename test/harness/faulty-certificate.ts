import { sign } from "node:crypto";
import { concatBytes } from "../../main/base/bytes/bytes.ts";
import { type DerElement, derElement, readDerElement, readDerElements } from "../../main/base/bytes/der.ts";
import type { TestCertificate } from "./test-certificates.ts";

/** Members of a TBSCertificate after its version (RFC 5280 §4.1), whole elements. */
export interface SignedFields {
  serialNumber: Uint8Array;
  algorithm: Uint8Array;
  issuer: Uint8Array;
  validity: Uint8Array;
  subject: Uint8Array;
  publicKey: Uint8Array;
  extensions: Uint8Array;
}

const names = ["serialNumber", "algorithm", "issuer", "validity", "subject", "publicKey", "extensions"] as const;
const whole = ({ tag, content }: DerElement): Uint8Array => derElement(tag, content);

/** The certificate with a fault in it, signed anew: what a maker whose encoder has that fault would have made. */
export function faultyCertificate(
  { der }: Pick<TestCertificate, "der">,
  signer: TestCertificate,
  change: (fields: SignedFields) => Partial<SignedFields>,
): Uint8Array {
  const [signed] = readDerElements(readDerElement(der).content);
  const [version, ...rest] = readDerElements(signed?.content ?? der).map(whole);
  const part = (index: number): Uint8Array => rest[index] ?? new Uint8Array();
  const fields: SignedFields = {
    serialNumber: part(0),
    algorithm: part(1),
    issuer: part(2),
    validity: part(3),
    subject: part(4),
    publicKey: part(5),
    extensions: part(6),
  };
  const changed = { ...fields, ...change(fields) };
  const toBeSigned = derElement(0x30, concatBytes(version ?? new Uint8Array(), ...names.map((name) => changed[name])));
  const signature = sign("sha256", toBeSigned, signer.privateKey);
  return derElement(
    0x30,
    concatBytes(toBeSigned, fields.algorithm, derElement(0x03, concatBytes(Uint8Array.of(0), signature))),
  );
}
