import { z } from "zod";
import type { PracticeService } from "../practice-service.ts";
import type { StoredAttestation, StoredEnrollment } from "../state/stored-enrollment.ts";
import { acceptCertificates, slotsInput } from "./accept-certificates.ts";
import { acceptSymmetricKeys, symmetricKeyInput } from "./accept-symmetric-keys.ts";
import { acceptTerms, json, parseInput, termsInput, withoutNothing } from "./accept-terms.ts";
import { checkEndorsementKey } from "./check-endorsement-key.ts";
import { checkDeviceId, checkRegistrationId } from "./identifiers.ts";

/** IndividualEnrollment as a client may send it. */
const enrollmentInput = termsInput.extend({
  registrationId: z.string(),
  deviceId: z.string().nullish(),
  attestation: z.discriminatedUnion("type", [
    z.object({
      type: z.literal("tpm"),
      tpm: z.object({ endorsementKey: z.string().max(4096), storageRootKey: z.string().max(4096).nullish() }),
    }),
    z.object({ type: z.literal("x509"), x509: z.object({ clientCertificates: slotsInput }) }),
    symmetricKeyInput,
  ]),
  optionalDeviceInformation: json.nullish(),
});

export type EnrollmentInput = z.infer<typeof enrollmentInput>;

/** The body of a PUT or one item of a bulk call. */
export function parseEnrollment(body: unknown): EnrollmentInput {
  const input = parseInput(enrollmentInput, body, "enrollment");
  checkRegistrationId(input.registrationId);
  if (typeof input.deviceId === "string") checkDeviceId(input.deviceId);
  return input;
}

/** The entry to keep. `existing` is the one it replaces. */
export function acceptEnrollment(
  service: PracticeService,
  input: EnrollmentInput,
  existing: StoredEnrollment | undefined,
): StoredEnrollment {
  const { deviceId, optionalDeviceInformation } = input;
  return {
    ...acceptTerms(service, input, existing),
    ...withoutNothing({ deviceId, optionalDeviceInformation }),
    registrationId: existing?.registrationId ?? input.registrationId,
    attestation: acceptAttestation(service, input, existing?.attestation),
  };
}

function acceptAttestation(
  service: PracticeService,
  { attestation, registrationId }: EnrollmentInput,
  existing: StoredAttestation | undefined,
): StoredAttestation {
  if (attestation.type === "tpm") {
    checkEndorsementKey(attestation.tpm.endorsementKey);
    const { endorsementKey, storageRootKey } = attestation.tpm;
    return { type: "tpm", tpm: { endorsementKey, ...withoutNothing({ storageRootKey }) } };
  }
  if (attestation.type === "symmetricKey") {
    return acceptSymmetricKeys(attestation, existing?.type === "symmetricKey" ? existing.symmetricKey : undefined);
  }
  const kept = existing?.type === "x509" ? existing.x509.clientCertificates : undefined;
  const given = attestation.x509.clientCertificates;
  const owner = { kind: "enrollment", id: registrationId } as const;
  return { type: "x509", x509: { clientCertificates: acceptCertificates(service, owner, given, kept) } };
}
