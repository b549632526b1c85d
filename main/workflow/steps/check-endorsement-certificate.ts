import { matchCertificates } from "../../tpm/endorsement-key/match-certificates.ts";
import { judgeCertificates, type JudgedCertificate, summariseCertificates } from "../endorsement/judge-certificates.ts";
import { unitErrors } from "../unit-errors.ts";
import { need, type Step, type StepContext } from "./step.ts";

/**
 * Judges every endorsement certificate of the TPM, by its key and against the issuers the plant trusts; the one of the enrolled key
 * decides. Under `optional` the verdict is only recorded.
 */
export const checkEndorsementCertificate: Step = {
  id: "check-endorsement-certificate",
  // Where no certificate is for the enrolled key, RSA keys are derived to say whose they are.
  timeoutMs: 600_000,
  async run(context) {
    const { findings, plant, signal } = context;
    const reading = need(findings, "endorsementKey");
    const matched = await matchCertificates(need(findings, "tpm"), reading, { deriveRsa: "when-needed", signal });
    const certificates = judgeCertificates(matched, {
      roots: await plant.trustedIssuers(trustChoice(context)),
      intermediates: reading.chain,
      at: plant.clock.now(),
    });
    const { verdict, own } = summariseCertificates(certificates);
    if (isRequired(context)) refuseUnlessAccepted(certificates, reading.reason);
    return {
      findings: {
        facts: { ...need(findings, "facts"), endorsementCertificate: verdict },
        endorsementCertificates: certificates,
      },
      measurements: {
        verdict,
        ...(own === undefined ? {} : { detail: own.detail, nvIndex: own.nvIndex }),
        ...others(certificates),
      },
    };
  },
};

function refuseUnlessAccepted(certificates: readonly JudgedCertificate[], reason: string): void {
  const { verdict, own } = summariseCertificates(certificates);
  if (certificates.length === 0) throw unitErrors.endorsementCertificateMissing("TPM holds no endorsement certificate");
  if (own === undefined) {
    const each = certificates.map(({ nvIndex, key }) => `${nvIndex} is for ${key}`).join(", ");
    const detail = `no certificate in the TPM is for its endorsement key: ${reason}; ${each}`;
    if (verdict === "no-certificate") throw unitErrors.endorsementCertificateMissing(detail);
    throw unitErrors.endorsementCertificateMismatch(detail);
  }
  if (!own.accepted) throw unitErrors.endorsementCertificateUntrusted(`${own.grade}: ${own.detail}`);
}

/** The certificates of other keys, by NV index. */
const others = (certificates: readonly JudgedCertificate[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    certificates.filter(({ isOwn }) => !isOwn).map(({ nvIndex, grade, key }) => [nvIndex, `${grade}, for ${key}`]),
  );

function isRequired({ order }: StepContext): boolean {
  const { attestation } = order.recipe.recipe;
  return attestation.type === "tpm" && attestation.endorsementKey.certificate === "required";
}

/** The roots the recipe chose; undefined for all that the plant trusts. */
function trustChoice({ order }: Pick<StepContext, "order">): readonly string[] | undefined {
  const { attestation } = order.recipe.recipe;
  return attestation.type === "tpm" ? attestation.endorsementKey.trust : undefined;
}
