import { fromBase64 } from "../base/bytes/base64.ts";
import { equalBytes } from "../base/bytes/bytes.ts";
import type { IndividualEnrollment } from "../dps/schema/individual-enrollment.ts";
import { certificateDer, compareCertificates, decoded } from "./compare-certificates.ts";

type Attestation = IndividualEnrollment["attestation"];

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
    const wanted = decoded(asked.x509?.clientCertificates?.primary?.certificate, certificateDer);
    if (wanted === undefined) return ["no certificate was asked for"];
    return compareCertificates(wanted, found.x509?.clientCertificates?.primary);
  }
  if (asked.type === "tpm" && !sameKey(asked.tpm?.endorsementKey, found.tpm?.endorsementKey)) {
    return ["endorsement key is another one"];
  }
  return asked.type === "symmetricKey" ? compareKeys(asked, found) : [];
}

/** Where both tell their primary key: records never do, the service only where it is asked for nothing else. */
function compareKeys(asked: Attestation, found: Attestation): readonly string[] {
  const wanted = asked.symmetricKey?.primaryKey;
  if (!wanted) return [];
  const seen = found.symmetricKey?.primaryKey;
  if (!seen) return ["the service does not tell its symmetric key"];
  return sameKey(wanted, seen) ? [] : ["symmetric key is another one"];
}

function sameKey(asked: string | undefined, found: string | undefined): boolean {
  const wanted = decoded(asked, fromBase64);
  const seen = decoded(found, fromBase64);
  return wanted !== undefined && seen !== undefined && equalBytes(wanted, seen);
}
