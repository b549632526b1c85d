import { onTestFinished } from "vitest";
import { parseConnectionString } from "../../../main/dps/connection-string.ts";
import { DpsClient, type SharedAccessOptions } from "../../../main/dps/dps-client.ts";
import type { IndividualEnrollment } from "../../../main/dps/schema/individual-enrollment.ts";
import {
  type PracticeDps,
  type PracticeDpsOptions,
  startPracticeDps,
} from "../../../main/practice/dps/practice-dps.ts";

/** Quick answers, so that a test of waiting waits milliseconds. */
export const quickRetry = { maximumAttempts: 4, budgetMs: 5000, firstDelayMs: 2, longestDelayMs: 10 };

/** A client for the practice service, closed with the test. */
export function clientFor(dps: PracticeDps, options: Partial<SharedAccessOptions> = {}): DpsClient {
  const connection = parseConnectionString(dps.connectionString);
  const client = new DpsClient({ ...connection, url: dps.url, ca: [dps.caPem], retry: quickRetry, ...options });
  onTestFinished(() => client.close());
  return client;
}

/** A practice service of the test's own, and a client for it. */
export async function startService(
  options: PracticeDpsOptions = {},
): Promise<{ readonly dps: PracticeDps; readonly client: DpsClient }> {
  const dps = await startPracticeDps(options);
  onTestFinished(() => dps.close());
  return { dps, client: clientFor(dps) };
}

const templateStart =
  "013a0001000b000300b20020837197674484b3f81a90cc8d46a5d724fd52d76e06520b64f2a1da1b331469aa00060080004300100800000000000100";

/** A well-formed endorsement key of no TPM: the template with a modulus of one's own. */
export const endorsementKey = (fill = 0xc3): string =>
  Buffer.concat([Buffer.from(templateStart, "hex"), Buffer.alloc(256, fill | 0x81)]).toString("base64");

export const tpmEntry = (registrationId: string, fill?: number): IndividualEnrollment => ({
  registrationId,
  attestation: { type: "tpm", tpm: { endorsementKey: endorsementKey(fill) } },
});
