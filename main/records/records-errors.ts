import { errorCatalogue } from "../base/errors/error-catalogue.ts";

/** What the records refuse, and what can go wrong with the file they live in. */
export const recordsErrors = errorCatalogue("records", {
  diskFull: { sentence: "Disk is full. Call the process engineer.", retry: "after-fix" },
  readOnly: { sentence: "Records are locked. Call the process engineer.", retry: "after-fix" },
  damaged: { sentence: "Records are damaged. Call the process engineer.", retry: "after-fix" },
  diskFault: { sentence: "Disk has a fault. Call the process engineer.", retry: "after-fix" },
  busy: { sentence: "Records are in use. Try the unit again.", retry: "same-unit" },
  notOpened: { sentence: "Records did not open. Call the process engineer.", retry: "after-fix" },
  closed: { sentence: "Station is stopping. Wait until it is back.", retry: "same-unit" },
  newer: { sentence: "Station is too old. Call the process engineer.", retry: "after-fix" },
  mode: { sentence: "Wrong records. Call the process engineer.", retry: "after-fix" },
  duplicateEndorsementKey: { sentence: "This chip is another unit's. Put it in the red bin.", retry: "never" },
  duplicateKey: { sentence: "This key is another unit's. Put it in the red bin.", retry: "never" },
  duplicateSerialNumber: { sentence: "Serial number is taken. Put it in the red bin.", retry: "never" },
  duplicateRegistrationId: { sentence: "Identity is another unit's. Put it in the red bin.", retry: "never" },
  duplicateDeviceId: { sentence: "Device name is another unit's. Put it in the red bin.", retry: "never" },
  duplicateCertificate: { sentence: "Certificate number is taken. Try again.", retry: "same-unit" },
  duplicateOperator: { sentence: "Name or badge is taken. Choose another.", retry: "never" },
  identityChanged: { sentence: "Unit is not the one we know. Put it in the red bin.", retry: "never" },
  certificateChanged: { sentence: "Certificate is not the one we made. Put it in the red bin.", retry: "never" },
  notFound: { sentence: "Not in the records. Call the shift lead.", retry: "after-fix" },
  notPossible: { sentence: "Not possible for this unit. Look at its state.", retry: "never" },
  runOver: { sentence: "That run is over. Start the unit again.", retry: "same-unit" },
  lotExists: { sentence: "Lot is taken. Choose another lot name.", retry: "after-fix" },
  lotFull: { sentence: "Lot is complete. Call the shift lead.", retry: "after-fix" },
  lotClosed: { sentence: "Lot is closed. Call the shift lead.", retry: "after-fix" },
});
