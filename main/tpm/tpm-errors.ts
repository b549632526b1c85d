import { errorCatalogue } from "../base/errors/error-catalogue.ts";

/** Failures of a TPM and of the keys in it. */
export const tpmErrors = errorCatalogue("tpm", {
  responseCode: { sentence: "Security chip refused. Try the unit again.", retry: "same-unit" },
  malformed: { sentence: "Security chip answered nonsense. Try again.", retry: "same-unit" },
  timedOut: { sentence: "Security chip does not answer. Replug the unit.", retry: "same-unit" },
  busy: { sentence: "Security chip is busy. Wait, then try again.", retry: "same-unit" },
  lockedOut: { sentence: "Security chip is locked. Set the unit aside.", retry: "after-fix" },
  authorizationNeeded: { sentence: "Security chip has an owner. Set the unit aside.", retry: "after-fix" },
  wrongPassword: { sentence: "Chip has another password. Call the engineer.", retry: "after-fix" },
  failureMode: { sentence: "Security chip is broken. Set the unit aside.", retry: "never" },
  outOfMemory: { sentence: "Security chip is full. Replug the unit.", retry: "same-unit" },
  noEndorsementKey: { sentence: "No key in the security chip. Set the unit aside.", retry: "never" },
  notProven: { sentence: "The key is not in this unit. Set it aside.", retry: "never" },
  handleTaken: { sentence: "Security chip holds another key. Set it aside.", retry: "after-fix" },
  notKept: { sentence: "Security chip lost its key. Try the unit again.", retry: "same-unit" },
  keyFormatEmpty: { sentence: "Key is empty. Call the process engineer.", retry: "after-fix" },
  keyFormatNativeEndian: { sentence: "Key has swapped bytes. Call the process engineer.", retry: "after-fix" },
  keyFormatPublicKeyInfo: { sentence: "Key is in PEM form. Call the process engineer.", retry: "after-fix" },
  keyFormatText: { sentence: "Key is text, not bytes. Call the engineer.", retry: "after-fix" },
  keyFormatNoSize: { sentence: "Key lacks its size. Call the process engineer.", retry: "after-fix" },
  keyFormatTruncated: { sentence: "Key is cut short. Try the unit again.", retry: "same-unit" },
  keyFormatTrailing: { sentence: "Key has extra bytes. Call the process engineer.", retry: "after-fix" },
  keyFormatEcc: { sentence: "Wrong kind of key (ECC). Call the engineer.", retry: "after-fix" },
  keyFormatWrongTemplate: { sentence: "Wrong kind of key. Call the process engineer.", retry: "after-fix" },
  keyFormatBadModulus: { sentence: "Key is damaged. Try the unit again.", retry: "same-unit" },
  keyFormatUnknown: { sentence: "Key is unreadable. Call the process engineer.", retry: "after-fix" },
});
