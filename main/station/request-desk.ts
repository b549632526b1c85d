import type { RequestDesk } from "../api/desk.ts";
import { readCertificateFile } from "../pki/pem.ts";
import { pkiErrors } from "../pki/pki-errors.ts";
import { deviceExtensions, requestIndex, requestPem } from "./operations/request-files.ts";
import { takeCertificates, type TakingParts } from "./operations/take-certificates.ts";

const pageSize = 500;

/** Requests go out and certificates come in beside the running line. */
export const requestDesk = (parts: TakingParts): RequestDesk => ({
  export: async (lot, after) => {
    const page = await parts.records.certificateRequests.list({ lot, state: "awaiting", after, limit: pageSize });
    return {
      count: page.length,
      pem: page.map(requestPem).join(""),
      index: requestIndex(page, after === 0),
      extensions: deviceExtensions,
      next: page.length < pageSize ? null : (page.at(-1)?.id ?? null),
    };
  },
  import: async (file) => {
    const certificates = readCertificateFile(file);
    if (certificates.length === 0) throw pkiErrors.badCertificate("no certificate in the file");
    return takeCertificates(parts, certificates);
  },
});
