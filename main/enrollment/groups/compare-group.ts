import type { EnrollmentGroup } from "../../dps/schema/enrollment-group.ts";
import { compareCertificates } from "../compare-certificates.ts";

/** What the devices of a group will prove themselves with. */
export type ExpectedGroup =
  | {
      readonly type: "x509";
      /** DER of every certificate above the device's own: the group must stand on one of them. */
      readonly issuerCertificates: readonly Uint8Array[];
    }
  | {
      readonly type: "symmetric-key";
      /** The key the devices' keys are derived from; left out, which one the service has does not matter. */
      readonly masterKey?: Uint8Array | undefined;
    };

/**
 * Why devices of this kind will not come in by this group, in words; empty if they will. Whether a CA the group refers to by name
 * is one of the issuers cannot be seen by the service API and counts as right. Symmetric keys are not in a group as it is read.
 */
export function compareGroup(expected: ExpectedGroup, found: EnrollmentGroup): readonly string[] {
  const { type, x509 } = found.attestation;
  if (expected.type === "symmetric-key") return type === "symmetricKey" ? [] : [`attestation is ${type}`];
  if (type !== "x509") return [`attestation is ${type}`];
  if (x509?.caReferences?.primary || x509?.caReferences?.secondary) return [];
  const slots = [x509?.signingCertificates?.primary, x509?.signingCertificates?.secondary];
  const fits = expected.issuerCertificates.some((issuer) =>
    slots.some((slot) => slot && compareCertificates(issuer, slot).length === 0),
  );
  return fits ? [] : ["the group's signing certificate is none of the device's issuers"];
}
