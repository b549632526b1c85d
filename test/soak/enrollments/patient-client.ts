import { parseConnectionString } from "../../../main/dps/connection-string.ts";
import { DpsClient } from "../../../main/dps/dps-client.ts";
import type { PracticeDps } from "../../../main/practice/dps/practice-dps.ts";

/** A client for whoever asks from outside; patient with the faults. */
export const patientClient = (dps: PracticeDps): DpsClient =>
  new DpsClient({
    ...parseConnectionString(dps.connectionString),
    url: dps.url,
    ca: [dps.caPem],
    retry: { maximumAttempts: 20, budgetMs: 60_000, firstDelayMs: 10, longestDelayMs: 100 },
  });
