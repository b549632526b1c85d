/**
 * Commands whose act the records do not hold themselves, and what it is called in the audit trail; booked after it is done, on what
 * they were told to act on.
 */
export const auditedCommands: Readonly<Record<string, string>> = {
  "service add": "service-added",
  "service remove": "service-removed",
  "service set": "service-changed",
  "secret set": "secret-set",
  "secret remove": "secret-removed",
  "manifest trust remove": "signer-distrusted",
  "trust remove": "trust-removed",
};
