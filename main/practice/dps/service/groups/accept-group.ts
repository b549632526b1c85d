import { z } from "zod";
import type { PracticeService } from "../../practice-service.ts";
import { refusals } from "../../server/service-refusal.ts";
import type { StoredGroup, StoredGroupAttestation } from "../../state/stored-enrollment.ts";
import { acceptCertificates, slotsInput } from "../accept-certificates.ts";
import { acceptSymmetricKeys, symmetricKeyInput } from "../accept-symmetric-keys.ts";
import { acceptTerms, parseInput, termsInput, withoutNothing } from "../accept-terms.ts";
import { checkGroupId } from "../identifiers.ts";

/** EnrollmentGroup as a client may send it. */
const groupInput = termsInput.extend({
  enrollmentGroupId: z.string(),
  attestation: z.discriminatedUnion("type", [
    z.object({
      type: z.literal("x509"),
      x509: z.object({
        signingCertificates: slotsInput.nullish(),
        caReferences: z.object({ primary: z.string(), secondary: z.string().nullish() }).nullish(),
      }),
    }),
    symmetricKeyInput,
  ]),
});

export type GroupInput = z.infer<typeof groupInput>;
type X509Input = Extract<GroupInput["attestation"], { type: "x509" }>["x509"];

/** The body of a PUT or one item of a bulk call. */
export function parseGroup(body: unknown): GroupInput {
  const input = parseInput(groupInput, body, "enrollment group");
  checkGroupId(input.enrollmentGroupId);
  return input;
}

/** The group to keep. `existing` is the one it replaces. */
export function acceptGroup(
  service: PracticeService,
  input: GroupInput,
  existing: StoredGroup | undefined,
): StoredGroup {
  return {
    ...acceptTerms(service, input, existing),
    enrollmentGroupId: existing?.enrollmentGroupId ?? input.enrollmentGroupId,
    attestation: acceptAttestation(service, input, existing?.attestation),
  };
}

function acceptAttestation(
  service: PracticeService,
  { attestation, enrollmentGroupId }: GroupInput,
  existing: StoredGroupAttestation | undefined,
): StoredGroupAttestation {
  if (attestation.type === "symmetricKey") {
    return acceptSymmetricKeys(attestation, existing?.type === "symmetricKey" ? existing.symmetricKey : undefined);
  }
  const { signingCertificates: given, caReferences } = attestation.x509;
  if (caReferences) return { type: "x509", x509: { caReferences: acceptReferences(service, caReferences) } };
  if (!given) throw refusals.badRequest("Invalid enrollment group: neither signingCertificates nor caReferences.");
  const kept = existing?.type === "x509" && "signingCertificates" in existing.x509 ? existing.x509 : undefined;
  const owner = { kind: "group", id: enrollmentGroupId } as const;
  const slots = acceptCertificates(service, owner, given, kept?.signingCertificates);
  return { type: "x509", x509: { signingCertificates: slots } };
}

/** Only CA certificates the instance has may be named. */
function acceptReferences(
  service: PracticeService,
  { primary, secondary }: NonNullable<X509Input["caReferences"]>,
): { primary: string; secondary?: string } {
  for (const name of secondary ? [primary, secondary] : [primary]) {
    if (!service.certificates.has(name))
      throw refusals.badRequest(`CA certificate ${name} is not known or not verified.`);
  }
  return { primary, ...withoutNothing({ secondary }) };
}
