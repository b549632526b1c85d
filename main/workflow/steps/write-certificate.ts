import { equalBytes } from "../../base/bytes/bytes.ts";
import { unitErrors } from "../unit-errors.ts";
import { need, type Step } from "./step.ts";

export const sameChain = (a: readonly Uint8Array[], b: readonly Uint8Array[]): boolean =>
  a.length === b.length && a.every((certificate, index) => equalBytes(certificate, b[index] ?? new Uint8Array()));

/** Puts the chain into the device. */
export const writeCertificate: Step = {
  id: "write-certificate",
  timeoutMs: 60_000,
  async run({ session, findings, signal }) {
    if (session.certificates === undefined) throw unitErrors.missingCapability("device takes no certificates");
    const chain = need(findings, "chain");
    await session.certificates.write(chain, signal);
    return { measurements: { certificates: chain.length, bytes: chain.reduce((sum, { length }) => sum + length, 0) } };
  },
};
