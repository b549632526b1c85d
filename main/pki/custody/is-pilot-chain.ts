import { readCertificate } from "../certificate/read-certificate.ts";

/** Whether one of an authority's certificates says PILOT: what hangs on a pilot's key is a pilot's, wherever and however it was certified. */
export const isPilotChain = (chain: readonly Uint8Array[]): boolean =>
  chain.some((der) => readCertificate(der).commonNames.some((commonName) => /\bPILOT\b/.test(commonName)));
