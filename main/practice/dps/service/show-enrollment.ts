import type { PracticeService } from "../practice-service.ts";
import type {
  StoredAttestation,
  StoredEnrollment,
  StoredRegistration,
  StoredSlots,
} from "../state/stored-enrollment.ts";

/** An entry as GET, PUT and query show it: symmetric keys and certificates hidden, the registration state in it. */
export function showEnrollment(service: PracticeService, entry: StoredEnrollment): object {
  const registration = service.store.registration(entry.registrationId);
  return {
    ...entry,
    attestation: hideSecrets(entry.attestation),
    ...(registration === undefined ? {} : { registrationState: showRegistration(registration) }),
  };
}

export function showRegistration(registration: StoredRegistration): object {
  const { enrollmentGroupId: _hidden, ...shown } = registration;
  return shown;
}

function hideSecrets(attestation: StoredAttestation): object {
  if (attestation.type === "symmetricKey") return { type: "symmetricKey", symmetricKey: {} };
  if (attestation.type === "tpm") return attestation;
  return { type: "x509", x509: { clientCertificates: infoOf(attestation.x509.clientCertificates) } };
}

/** Certificates as the service shows them: what it read from them. */
export const infoOf = ({ primary, secondary }: StoredSlots): object => ({
  primary: { info: primary.info },
  ...(secondary === undefined ? {} : { secondary: { info: secondary.info } }),
});
