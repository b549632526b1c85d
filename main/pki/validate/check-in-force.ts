import { type ReadCertificate, readCertificate } from "../certificate/read-certificate.ts";
import { pkiErrors } from "../pki-errors.ts";
import { oneLine } from "./issuer-paths.ts";

/** Whether an authority could sign now, with all above it. Throws `pki.expired`; `pki.not-valid-yet`, which is rather the clock's fault. */
export function checkChainInForce(chain: readonly Uint8Array[], at: Date): void {
  for (const der of chain) checkInForce(readCertificate(der), at);
}

/** The same of one certificate. */
export function checkInForce({ system }: ReadCertificate, at: Date): void {
  const { validFromDate: from, validToDate: to } = system;
  const span = `${oneLine(system.subject)} is valid from ${from.toISOString()} to ${to.toISOString()}`;
  if (at < from) throw pkiErrors.notValidYet(`${span}, and it is ${at.toISOString()} here`);
  if (at > to) throw pkiErrors.expired(`${span}, and it is ${at.toISOString()} here`);
}
