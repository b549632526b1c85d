import type { PracticeService } from "../practice-service.ts";
import type { StoredAttestation, StoredEnrollment, StoredRegistration } from "../state/stored-enrollment.ts";

/** An entry as GET, PUT and query show it: symmetric keys and certificates hidden, the registration state in it. */
export function showEnrollment(service: PracticeService, entry: StoredEnrollment): object {
  const registration = service.store.registration(entry.registrationId);
  return {
    ...entry,
    attestation: hideSecrets(entry.attestation),
    ...(registration === undefined ? {} : { registrationState: showRegistration(registration) }),
  };
}

export const showRegistration = (registration: StoredRegistration): object => registration;

function hideSecrets(attestation: StoredAttestation): object {
  if (attestation.type === "symmetricKey") return { type: "symmetricKey", symmetricKey: {} };
  if (attestation.type === "tpm") return attestation;
  const { primary, secondary } = attestation.x509.clientCertificates;
  const shown = {
    primary: { info: primary.info },
    ...(secondary === undefined ? {} : { secondary: { info: secondary.info } }),
  };
  return { type: "x509", x509: { clientCertificates: shown } };
}
