import type { Recipe } from "../recipe/recipe-schema.ts";
import { activateCredential } from "./activate-credential.ts";
import { attestationKind, isByGroup } from "../recipe/recipe-attestation.ts";
import { checkEndorsementCertificate } from "./check-endorsement-certificate.ts";
import { checkGroup } from "./check-group.ts";
import { deriveSymmetricKey } from "./derive-symmetric-key.ts";
import { enroll } from "./enroll.ts";
import { identify } from "./identify.ts";
import { issueCertificate } from "./issue-certificate.ts";
import { lookUp } from "./look-up.ts";
import { makeKey } from "./make-key.ts";
import { makeSymmetricKey } from "./make-symmetric-key.ts";
import { persistKeys } from "./persist-keys.ts";
import { proveKey } from "./prove-key.ts";
import { proveSymmetricKey } from "./prove-symmetric-key.ts";
import { readBack } from "./read-back.ts";
import { readEndorsementKeyStep } from "./read-endorsement-key.ts";
import { record } from "./record.ts";
import { requestCertificate } from "./request-certificate.ts";
import type { Step } from "./step.ts";
import { writeCertificate } from "./write-certificate.ts";
import { writeRegistration } from "./write-registration.ts";
import { writeSymmetricKey } from "./write-symmetric-key.ts";

/** A unit's way under a recipe: who it is, its identity, its configuration, the proof, the record. */
export function planSteps(recipe: Recipe): readonly Step[] {
  return [
    identify,
    lookUp,
    ...(isByGroup(recipe.attestation) ? [checkGroup] : []),
    ...attestationSteps(recipe),
    writeRegistration,
    readBack,
    ...proofSteps[attestationKind(recipe)],
    record,
    ...(recipe.pass.requires === "enrolled" ? [enroll] : []),
  ];
}

/** The key that was used before anything was written; a TPM has proven its own by then. */
const proofSteps: Readonly<Record<ReturnType<typeof attestationKind>, readonly Step[]>> = {
  tpm: [],
  x509: [proveKey],
  "symmetric-key": [proveSymmetricKey],
};

function attestationSteps({ attestation }: Recipe): readonly Step[] {
  switch (attestation.type) {
    case "tpm":
      return [
        readEndorsementKeyStep,
        ...(attestation.endorsementKey.certificate === "off" ? [] : [checkEndorsementCertificate]),
        ...(attestation.endorsementKey.activation === "off" ? [] : [activateCredential]),
        ...(attestation.endorsementKey.persist === true || attestation.persistStorageRootKey === true
          ? [persistKeys]
          : []),
      ];
    case "x509":
    case "x509-group":
      return [makeKey, requestCertificate, issueCertificate, writeCertificate];
    case "symmetric-key":
      return [makeSymmetricKey, writeSymmetricKey];
    case "symmetric-key-group":
      return [deriveSymmetricKey, writeSymmetricKey];
  }
}
