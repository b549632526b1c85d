import type { StationClient } from "./station-client.ts";

/** One living connection to the station. */
export interface StationLink {
  readonly client: StationClient;
  /** Settles, never rejects, once the connection is gone for whatever reason. */
  readonly closed: Promise<void>;
  /** Idempotent. */
  close(): void;
}

/** Opens a connection; rejects if the station is not there or the signal is aborted. */
export type Connect = (signal: AbortSignal) => Promise<StationLink>;
