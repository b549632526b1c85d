import { errorCatalogue } from "../base/errors/error-catalogue.ts";

/** Failures of requests, certificates, chains and the keys of authorities. */
export const pkiErrors = errorCatalogue("pki", {
  badRequest: { sentence: "Unit made a bad request. Try the unit again.", retry: "same-unit" },
  badProof: { sentence: "Unit could not prove its key. Set it aside.", retry: "never" },
  wrongName: { sentence: "Unit named itself wrongly. Set it aside.", retry: "never" },
  wrongKey: { sentence: "The unit's key has changed. Set it aside.", retry: "never" },
  badAlgorithm: { sentence: "Unit uses a wrong key type. Set it aside.", retry: "never" },
  badKey: { sentence: "Unit sent a damaged key. Try the unit again.", retry: "same-unit" },
  badCertificate: { sentence: "Certificate is damaged. Try the unit again.", retry: "same-unit" },
  badProfile: { sentence: "Certificate is wrong. Set the unit aside.", retry: "never" },
  badChain: { sentence: "Certificate chain is wrong. Try the unit again.", retry: "same-unit" },
  expired: { sentence: "Certificate is out of date. Check the clock.", retry: "after-fix" },
  badOrder: { sentence: "Certificate order is wrong. Call the engineer.", retry: "after-fix" },
  passphrase: { sentence: "Wrong passphrase. Enter it again.", retry: "after-fix" },
  noAuthority: { sentence: "No such authority. Call the process engineer.", retry: "after-fix" },
  nameTaken: { sentence: "That name is in use. Choose another name.", retry: "after-fix" },
  badName: { sentence: "Use letters, digits and hyphens for the name.", retry: "after-fix" },
  damagedAuthority: { sentence: "Authority is damaged. Call the engineer.", retry: "after-fix" },
  badImport: { sentence: "File holds no usable authority. Check the file.", retry: "after-fix" },
  notAuthority: { sentence: "That is no issuer certificate. Check the file.", retry: "after-fix" },
  notTrusted: { sentence: "No such trusted certificate. Check the list.", retry: "after-fix" },
  damagedTrust: { sentence: "Trust store is damaged. Call the engineer.", retry: "after-fix" },
});
