import { toBase64, toHex } from "../../base/bytes/bytes.ts";
import { checkEndorsementKey } from "../../tpm/endorsement-key/check-endorsement-key.ts";
import { defaultRegistrationId } from "../../tpm/endorsement-key/default-registration-id.ts";
import { readEndorsementKey } from "../../tpm/endorsement-key/read-endorsement-key.ts";
import { readTpmFacts } from "../../tpm/read-tpm-facts.ts";
import { connectTpm } from "../../tpm/tpm.ts";
import { checkPlausibleEndorsementKey } from "../sanity/check-plausible.ts";
import { hierarchyPasswords } from "../endorsement/hierarchy-passwords.ts";
import { unitErrors } from "../unit-errors.ts";
import { claimIdentity } from "./claim-identity.ts";
import { sha256Hex } from "./make-key.ts";
import { nameUnit } from "./name-unit.ts";
import type { Step } from "./step.ts";

/** Reads the endorsement key with its certificates, checks its form, and makes sure that this unit may have it. */
export const readEndorsementKeyStep: Step = {
  id: "read-endorsement-key",
  // Two RSA keys at worst, one for each template in use: `KEY_GENERATION_MS` bounds each.
  timeoutMs: 420_000,
  async run(context) {
    const { order, plant, session, signal } = context;
    if (session.tpm === undefined) throw unitErrors.missingCapability("device offers no TPM");
    const passwords = await hierarchyPasswords(order.recipe.recipe, plant);
    const tpm = await connectTpm(session.tpm, signal, passwords);
    const facts = await readTpmFacts(tpm, signal);
    const endorsementKey = await readEndorsementKey(tpm, signal);
    checkEndorsementKey(endorsementKey.publicArea);
    checkPlausibleEndorsementKey(order.recipe.recipe, endorsementKey.publicArea);
    const names = nameUnit(context, defaultRegistrationId(endorsementKey.publicArea));
    await claimIdentity(context, {
      attestation: "tpm",
      ...names,
      endorsementKey: toBase64(endorsementKey.publicArea),
      publicKeySha256: sha256Hex(endorsementKey.publicArea),
    });
    return {
      findings: { tpm, endorsementKey, facts: { ...facts, template: endorsementKey.template }, ...names },
      measurements: {
        ...names,
        source: endorsementKey.source,
        template: endorsementKey.template,
        reason: endorsementKey.reason,
        certificates: endorsementKey.certificates.map(({ nvIndex }) => `0x${nvIndex.toString(16)}`).join(" "),
        modulusStart: toHex(endorsementKey.publicArea.subarray(60, 68)),
      },
    };
  },
};
