import { createHash } from "node:crypto";
import { fromBase64 } from "../base/bytes/base64.ts";
import { equalBytes, toHex } from "../base/bytes/bytes.ts";
import type { IndividualEnrollment } from "../dps/schema/individual-enrollment.ts";
import { certificateDer, compareCertificates, decoded } from "./compare-certificates.ts";
import type { Difference } from "./difference.ts";

type Attestation = IndividualEnrollment["attestation"];

/** Fields of `differencesOf` by which a device proves itself: where one of them differs, the unit cannot use the entry. */
const attestationFields = [
  "attestation type",
  "endorsement key",
  "certificate",
  "secondary certificate",
  "symmetric key",
];
export const isAttestation = ({ field }: Pick<Difference, "field">): boolean => attestationFields.includes(field);

/** The differences in words; empty when it is the same device under the same names. */
export const compareEnrollment = (asked: IndividualEnrollment, found: IndividualEnrollment): readonly string[] =>
  differencesOf(asked, found).map(({ words }) => words);

/**
 * What makes the entry at the service another one than was asked for; empty when it is the same device under the same names.
 * Left-out members count as the service's defaults: device id = registration id, status enabled (service API 2021-10-01).
 */
export function differencesOf(asked: IndividualEnrollment, found: IndividualEnrollment): readonly Difference[] {
  return [
    ...difference("registration id", asked.registrationId.toLowerCase(), found.registrationId.toLowerCase()),
    ...compareAttestation(asked.attestation, found.attestation),
    ...difference("device id", asked.deviceId ?? asked.registrationId, found.deviceId ?? found.registrationId),
    ...difference("provisioning status", asked.provisioningStatus ?? "enabled", found.provisioningStatus ?? "enabled"),
  ];
}

const difference = (field: string, ours: string, theirs: string): readonly Difference[] =>
  ours === theirs
    ? []
    : [{ field, ours, theirs: theirs.slice(0, 256), words: `${field} is "${theirs.slice(0, 256)}", not "${ours}"` }];

function compareAttestation(asked: Attestation, found: Attestation): readonly Difference[] {
  if (asked.type !== found.type) return difference("attestation type", asked.type, found.type);
  if (asked.type === "x509") return compareX509(asked, found);
  if (asked.type === "tpm") return compareEndorsementKeys(asked.tpm?.endorsementKey, found.tpm?.endorsementKey);
  return asked.type === "symmetricKey" ? compareKeys(asked, found) : [];
}

/** The secondary certificate counts only where the records have one: it is there while a certificate is rolled. */
function compareX509(asked: Attestation, found: Attestation): readonly Difference[] {
  const ours = asked.x509?.clientCertificates;
  const theirs = found.x509?.clientCertificates;
  const wanted = decoded(ours?.primary?.certificate, certificateDer);
  if (wanted === undefined)
    return [{ field: "certificate", ours: "none", theirs: "not compared", words: "no certificate was asked for" }];
  const reserve = decoded(ours?.secondary?.certificate, certificateDer);
  return [
    ...compareCertificates(wanted, theirs?.primary),
    ...(reserve === undefined ? [] : compareCertificates(reserve, theirs?.secondary, "secondary certificate")),
  ];
}

function compareEndorsementKeys(asked: string | undefined, found: string | undefined): readonly Difference[] {
  if (sameKey(asked, found)) return [];
  const words = "endorsement key is another one";
  return [{ field: "endorsement key", ours: digestOf(asked), theirs: digestOf(found), words }];
}

/** An endorsement key is public: its digest may be shown, and is what people compare. */
function digestOf(key: string | undefined): string {
  const bytes = decoded(key, fromBase64);
  return bytes === undefined ? "none" : `SHA-256 ${toHex(createHash("sha256").update(bytes).digest())}`;
}

/** Where both tell their primary key: records never do, the service only where it is asked for nothing else. Not even digests are told. */
function compareKeys(asked: Attestation, found: Attestation): readonly Difference[] {
  const wanted = asked.symmetricKey?.primaryKey;
  if (!wanted) return [];
  const named = { field: "symmetric key", ours: "the unit's key" };
  const seen = found.symmetricKey?.primaryKey;
  if (!seen) return [{ ...named, theirs: "not told", words: "the service does not tell its symmetric key" }];
  return sameKey(wanted, seen) ? [] : [{ ...named, theirs: "another key", words: "symmetric key is another one" }];
}

function sameKey(asked: string | undefined, found: string | undefined): boolean {
  const wanted = decoded(asked, fromBase64);
  const seen = decoded(found, fromBase64);
  return wanted !== undefined && seen !== undefined && equalBytes(wanted, seen);
}
