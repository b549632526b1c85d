import { judgeEndorsementCertificate } from "../../pki/validate/judge-endorsement-certificate.ts";
import { unitErrors } from "../unit-errors.ts";
import { need, type Step, type StepContext } from "./step.ts";

/** Judges the certificate of the endorsement key against the issuers the plant trusts. Under `optional` the verdict is only recorded. */
export const checkEndorsementCertificate: Step = {
  id: "check-endorsement-certificate",
  timeoutMs: 10_000,
  async run(context) {
    const required = isRequired(context);
    const { certificates, reason } = need(context.findings, "endorsementKey");
    const matching = certificates.find(({ matches }) => matches);
    if (matching === undefined) {
      const verdict = certificates.length === 0 ? "no-certificate" : "does-not-match";
      if (required && certificates.length === 0)
        throw unitErrors.endorsementCertificateMissing("TPM holds no endorsement certificate");
      if (required)
        throw unitErrors.endorsementCertificateMismatch(
          `no certificate in the TPM is for its endorsement key: ${reason}`,
        );
      return {
        findings: { facts: { ...need(context.findings, "facts"), endorsementCertificate: verdict } },
        measurements: { verdict },
      };
    }
    const { verdict, detail } = judgeEndorsementCertificate(matching.der, {
      roots: await context.plant.trustedIssuers(),
      at: context.plant.clock.now(),
    });
    if (required && verdict !== "verified") throw unitErrors.endorsementCertificateUntrusted(`${verdict}: ${detail}`);
    return {
      findings: { facts: { ...need(context.findings, "facts"), endorsementCertificate: verdict } },
      measurements: { verdict, detail, nvIndex: `0x${matching.nvIndex.toString(16)}` },
    };
  },
};

function isRequired({ order }: StepContext): boolean {
  const { attestation } = order.recipe.recipe;
  return attestation.type === "tpm" && attestation.endorsementKey.certificate === "required";
}
