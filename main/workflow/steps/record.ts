import { toBase64 } from "../../base/bytes/bytes.ts";
import type { AttestationMechanism } from "../../dps/schema/individual-enrollment.ts";
import { derToPem } from "../../pki/pem.ts";
import { isByGroup } from "../recipe/recipe-attestation.ts";
import { enrollmentEntry } from "../recipe/enrollment-entry.ts";
import type { Recipe } from "../recipe/recipe-schema.ts";
import { sha256Hex } from "./make-key.ts";
import { need, type Step, type StepContext } from "./step.ts";

/** The one transaction of a PASS: identity, enrollment in the queue, unit and run together. */
export const record: Step = {
  id: "record",
  timeoutMs: 30_000,
  async run(context) {
    const { order, plant, findings } = context;
    const { recipe } = order.recipe;
    const names = { registrationId: need(findings, "registrationId"), deviceId: need(findings, "deviceId") };
    const { service } = recipe.enrollment;
    const values = { serialNumber: need(findings, "serialNumber"), model: recipe.product.model, lot: order.lot };
    const { enrollment } = await plant.records.runs.pass({
      runId: order.runId,
      ms: context.elapsedMs(),
      identity: { ...names, ...identityOf(context), ...groupOf(recipe) },
      enrollment: isByGroup(recipe.attestation)
        ? null
        : { service, entry: enrollmentEntry(recipe, names, attestationOf(context), values) },
      complete: recipe.pass.requires === "recorded",
    });
    plant.wakeQueue();
    return {
      findings: { enrollment },
      measurements: { ...names, service },
      endsRun: recipe.pass.requires === "recorded",
    };
  },
};

const groupOf = ({ attestation, enrollment: { service } }: Recipe) =>
  isByGroup(attestation) ? { group: { id: attestation.group, service } } : {};

function identityOf({ order, findings }: StepContext) {
  const practice = need(findings, "device").practice;
  if (order.recipe.recipe.attestation.type === "tpm") {
    const { publicArea } = need(findings, "endorsementKey");
    return {
      attestation: "tpm" as const,
      endorsementKey: toBase64(publicArea),
      publicKeySha256: sha256Hex(publicArea),
      certificateSerialNumber: null,
      facts: { ...need(findings, "facts"), practice },
      endorsementCertificates: findings.endorsementCertificates,
    };
  }
  if (findings.symmetricKey !== undefined) {
    return {
      attestation: "symmetric-key" as const,
      endorsementKey: null,
      publicKeySha256: sha256Hex(findings.symmetricKey),
      certificateSerialNumber: null,
      facts: { ...need(findings, "facts"), practice },
    };
  }
  return {
    attestation: "x509" as const,
    endorsementKey: null,
    publicKeySha256: sha256Hex(need(findings, "publicKey")),
    certificateSerialNumber: need(findings, "certificateSerialNumber"),
    certificateAuthority: need(findings, "certificateAuthority"),
    facts: { ...need(findings, "facts"), practice },
  };
}

function attestationOf({ order, findings }: StepContext): AttestationMechanism {
  if (order.recipe.recipe.attestation.type === "tpm") {
    return { type: "tpm", tpm: { endorsementKey: toBase64(need(findings, "endorsementKey").publicArea) } };
  }
  // Its keys are kept apart, sealed, and put in when it is sent.
  if (findings.symmetricKey !== undefined) return { type: "symmetricKey" };
  const [leaf = new Uint8Array()] = need(findings, "chain");
  return { type: "x509", x509: { clientCertificates: { primary: { certificate: derToPem(leaf) } } } };
}
