import type { Recipe } from "../recipe/recipe-schema.ts";
import { activateCredential } from "./activate-credential.ts";
import { checkEndorsementCertificate } from "./check-endorsement-certificate.ts";
import { enroll } from "./enroll.ts";
import { identify } from "./identify.ts";
import { issueCertificate } from "./issue-certificate.ts";
import { lookUp } from "./look-up.ts";
import { makeKey } from "./make-key.ts";
import { persistKeys } from "./persist-keys.ts";
import { proveKey } from "./prove-key.ts";
import { readBack } from "./read-back.ts";
import { readEndorsementKeyStep } from "./read-endorsement-key.ts";
import { record } from "./record.ts";
import { requestCertificate } from "./request-certificate.ts";
import type { Step } from "./step.ts";
import { writeCertificate } from "./write-certificate.ts";
import { writeRegistration } from "./write-registration.ts";

/** A unit's way under a recipe (design §6): who it is, its identity, its configuration, the proof, the record. */
export function planSteps(recipe: Recipe): readonly Step[] {
  return [
    identify,
    lookUp,
    ...attestationSteps(recipe),
    writeRegistration,
    readBack,
    ...(recipe.attestation.type === "x509" ? [proveKey] : []),
    record,
    ...(recipe.pass.requires === "enrolled" ? [enroll] : []),
  ];
}

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
      return [makeKey, requestCertificate, issueCertificate, writeCertificate];
  }
}
