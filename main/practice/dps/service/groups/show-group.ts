import type { StoredGroup } from "../../state/stored-enrollment.ts";
import { infoOf } from "../show-enrollment.ts";

/** A group as GET, PUT and query show it: symmetric keys and certificates hidden. */
export function showGroup(group: StoredGroup): object {
  return { ...group, attestation: hideSecrets(group.attestation) };
}

function hideSecrets(attestation: StoredGroup["attestation"]): object {
  if (attestation.type === "symmetricKey") return { type: "symmetricKey", symmetricKey: {} };
  if ("caReferences" in attestation.x509) return attestation;
  return { type: "x509", x509: { signingCertificates: infoOf(attestation.x509.signingCertificates) } };
}
