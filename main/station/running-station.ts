import type { ContractRouterClient } from "@orpc/contract";
import type { Router } from "@orpc/server";
import type { Contract } from "../api/contract/index.ts";
import type { Log } from "../base/log.ts";

export type StationRouter = Router<Contract, object>;
export type StationClient = ContractRouterClient<Contract>;

export interface StationOptions {
  /** Everything the station keeps lives below it; practice data in its own sub-folder. */
  readonly dataFolder: string;
  /** Left out: real if the data folder has a station.yaml, else practice. */
  readonly mode?: "practice" | "real";
  /** Starts the station anew on this folder, once it is closed; left out: a person must. */
  readonly restart?: () => void;
  /** Before records of an earlier version are brought to this one, which may take a minute; nobody should switch off. */
  readonly onUpgrade?: () => void;
  readonly log: Log;
}

/** A station at work: shells serve `router` and nothing else. */
export interface RunningStation {
  readonly router: StationRouter;
  readonly mode: "practice" | "real";
  /** Stops runs, flushes records, frees the data folder. Idempotent. */
  close(): Promise<void>;
}
