import type { EnrollmentGroup } from "../../dps/schema/enrollment-group.ts";
import { compareCertificates } from "../compare-certificates.ts";

interface OfAnyGroup {
  /** The only hubs it may assign devices to; left out: which ones it has does not matter. */
  readonly hubs?: readonly string[] | undefined;
}

interface X509Group extends OfAnyGroup {
  readonly type: "x509";
  /** DER of every certificate above the device's own: the group must stand on one of them. */
  readonly issuerCertificates: readonly Uint8Array[];
}

/** Of a CA that the instance has, known by its name there. */
interface ReferringGroup extends OfAnyGroup {
  readonly type: "ca-reference";
  readonly name: string;
}

interface SymmetricKeyGroup extends OfAnyGroup {
  readonly type: "symmetric-key";
  /** The key the devices' keys are derived from; left out, which one the service has does not matter. */
  readonly masterKey?: Uint8Array | undefined;
}

/** What the devices of a group will prove themselves with, and where they are to come. */
export type ExpectedGroup = X509Group | ReferringGroup | SymmetricKeyGroup;

/**
 * Why devices of this kind will not come in by this group, or not where they should, in words; empty if they will. Whether a CA the group
 * refers to by name is one of the issuers cannot be seen by the service API and counts as right. Symmetric keys are not in a group as it is read.
 */
export const compareGroup = (expected: ExpectedGroup, found: EnrollmentGroup): readonly string[] => [
  ...compareAttestation(expected, found),
  ...compareHubs(expected, found),
];

function compareAttestation(expected: ExpectedGroup, found: EnrollmentGroup): readonly string[] {
  const { type, x509 } = found.attestation;
  if (expected.type === "symmetric-key") return type === "symmetricKey" ? [] : [`attestation is ${type}`];
  if (type !== "x509") return [`attestation is ${type}`];
  const references = [x509?.caReferences?.primary, x509?.caReferences?.secondary].filter(Boolean);
  if (expected.type === "ca-reference")
    return references.includes(expected.name) ? [] : [`the group does not refer to a CA "${expected.name}"`];
  if (references.length > 0) return [];
  const slots = [x509?.signingCertificates?.primary, x509?.signingCertificates?.secondary];
  const fits = expected.issuerCertificates.some((issuer) =>
    slots.some((slot) => slot && compareCertificates(issuer, slot).length === 0),
  );
  return fits ? [] : ["the group's signing certificate is none of the device's issuers"];
}

function compareHubs({ hubs }: ExpectedGroup, { iotHubs, iotHubHostName }: EnrollmentGroup): readonly string[] {
  if (hubs === undefined || hubs.length === 0) return [];
  const there = [...(iotHubs ?? []), iotHubHostName].filter((hub) => typeof hub === "string" && hub !== "");
  if (there.length === 0) return ["the group names no hub, any of the instance's may be chosen"];
  const wanted = new Set(hubs.map((hub) => hub.toLowerCase()));
  const others = there.filter((hub) => !wanted.has(String(hub).toLowerCase()));
  return others.length === 0 ? [] : [`the group may choose ${others.join(", ")}`];
}
