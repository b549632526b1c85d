import { createHash } from "node:crypto";
import { fromBase64 } from "../base/bytes/base64.ts";
import { equalBytes, toHex } from "../base/bytes/bytes.ts";
import { fromPem } from "../base/bytes/pem.ts";
import type { IndividualEnrollment } from "../dps/schema/individual-enrollment.ts";

type Attestation = IndividualEnrollment["attestation"];
type Certificate = NonNullable<NonNullable<NonNullable<Attestation["x509"]>["clientCertificates"]>["primary"]>;

/**
 * What makes the entry at the service another one than was asked for, in words; empty when it is the same device under the
 * same names. Left-out members count as the service's defaults: device id = registration id, status enabled (dps.md §1.3).
 */
export function compareEnrollment(asked: IndividualEnrollment, found: IndividualEnrollment): readonly string[] {
  return [
    ...difference("registration id", asked.registrationId.toLowerCase(), found.registrationId.toLowerCase()),
    ...compareAttestation(asked.attestation, found.attestation),
    ...difference("device id", asked.deviceId ?? asked.registrationId, found.deviceId ?? found.registrationId),
    ...difference("provisioning status", asked.provisioningStatus ?? "enabled", found.provisioningStatus ?? "enabled"),
  ];
}

const difference = (name: string, asked: string, found: string): readonly string[] =>
  asked === found ? [] : [`${name} is "${found}", not "${asked}"`];

function compareAttestation(asked: Attestation, found: Attestation): readonly string[] {
  if (asked.type !== found.type) return difference("attestation type", asked.type, found.type);
  if (asked.type === "x509") {
    return compareCertificates(asked.x509?.clientCertificates?.primary, found.x509?.clientCertificates?.primary);
  }
  if (asked.type === "tpm" && !sameKey(asked.tpm?.endorsementKey, found.tpm?.endorsementKey)) {
    return ["endorsement key is another one"];
  }
  return [];
}

function sameKey(asked: string | undefined, found: string | undefined): boolean {
  const wanted = decoded(asked, fromBase64);
  const seen = decoded(found, fromBase64);
  return wanted !== undefined && seen !== undefined && equalBytes(wanted, seen);
}

/** The service may give the certificate, or only what it read from it (`info`): then the thumbprint decides. */
function compareCertificates(
  asked: Certificate | null | undefined,
  found: Certificate | null | undefined,
): readonly string[] {
  const wanted = decoded(asked?.certificate, certificateDer);
  if (wanted === undefined) return ["no certificate was asked for"];
  const seen = decoded(found?.certificate, certificateDer);
  if (seen !== undefined) return equalBytes(wanted, seen) ? [] : ["certificate is another one"];
  if (found?.info === undefined) return ["the service does not tell its certificate"];
  const { sha256Thumbprint } = found.info;
  const thumbprint = toHex(createHash("sha256").update(wanted).digest());
  return foldThumbprint(sha256Thumbprint) === thumbprint
    ? []
    : [`certificate is another one (SHA-256 ${sha256Thumbprint})`];
}

const foldThumbprint = (text: string): string => text.replaceAll(/[^0-9A-Fa-f]/g, "").toLowerCase();

/** PEM (the first certificate of it) or bare Base64 DER: the service takes and gives both. */
function certificateDer(text: string): Uint8Array | undefined {
  return text.includes("-----BEGIN") ? fromPem("CERTIFICATE", text)[0] : fromBase64(text.replaceAll(/\s/g, ""));
}

function decoded(text: string | undefined, decode: (text: string) => Uint8Array | undefined): Uint8Array | undefined {
  if (text === undefined || text === "") return undefined;
  try {
    return decode(text);
  } catch {
    return undefined;
  }
}
