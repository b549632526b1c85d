import { errorCatalogue } from "../base/errors/error-catalogue.ts";

/** What a run finds wrong with the unit itself. */
export const unitErrors = errorCatalogue("unit", {
  wrongProduct: { sentence: "Wrong product for this lot. Call the process engineer.", retry: "after-fix" },
  wrongLabel: { sentence: "Label does not fit the unit. Scan again.", retry: "same-unit" },
  serialMissing: { sentence: "Scan the label of this unit.", retry: "same-unit" },
  serialPattern: { sentence: "Serial number is wrong. Put it in the red bin.", retry: "never" },
  implausibleIdentity: { sentence: "Unit has a made-up identity. Put it in the red bin.", retry: "never" },
  quarantined: { sentence: "Unit is on hold. Put it in the red bin.", retry: "never" },
  scrapped: { sentence: "Unit is scrap. Put it in the red bin.", retry: "never" },
  missingCapability: { sentence: "Wrong firmware. Call the process engineer.", retry: "after-fix" },
  practiceDevice: { sentence: "Practice unit on a real line. Put it in the red bin.", retry: "never" },
  knownEndorsementKey: { sentence: "This chip is another unit's. Put it in the red bin.", retry: "never" },
  knownKey: { sentence: "This key is another unit's. Put it in the red bin.", retry: "never" },
  endorsementCertificateMissing: { sentence: "Chip has no certificate. Put it in the red bin.", retry: "never" },
  endorsementCertificateMismatch: { sentence: "Chip certificate is wrong. Put it in the red bin.", retry: "never" },
  endorsementCertificateUntrusted: { sentence: "Chip maker is not trusted. Call the engineer.", retry: "after-fix" },
  readBackDiffers: { sentence: "Unit kept wrong data. Try again.", retry: "same-unit" },
  keyNotProven: { sentence: "Unit could not prove its key. Try again.", retry: "same-unit" },
  keyLost: { sentence: "Key of this unit is lost. Give it to QA.", retry: "after-fix" },
  awaitingCertificate: { sentence: "Set aside: its certificate is not here yet.", retry: "after-fix" },
  notEnrolled: { sentence: "Not enrolled yet. Wait a minute, then try again.", retry: "same-unit" },
  notRecorded: { sentence: "Unit is not known here. Provision it first.", retry: "after-fix" },
  differs: { sentence: "Unit is not what the records say. Put it in the red bin.", retry: "never" },
});
