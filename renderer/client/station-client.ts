import type { ContractRouterClient } from "@orpc/contract";
import type { Contract } from "../../main/api/contract/index.ts";

/** Every call and event stream of the station, typed by the contract. */
export type StationClient = ContractRouterClient<Contract>;
