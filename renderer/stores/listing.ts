import type { Problem } from "../../main/api/contract/index.ts";
import type { ClientSource } from "./connection-store.ts";
import { Reader } from "./reading.ts";

/** A whole list as the station last gave it. */
export interface Listing<Item> {
  readonly status: "idle" | "loading" | "ready" | "failed";
  readonly items: readonly Item[];
  /** Why it could not be read; the items are then from before. */
  readonly problem: Problem | null;
}

export const noListing = { status: "idle", items: [], problem: null } as const;

/** Keeps one listing current by calls that answer with the whole list. */
export class ListReader<Item> extends Reader<readonly Item[]> {
  constructor(client: ClientSource, get: () => Listing<Item>, show: (listing: Listing<Item>) => void) {
    super(
      client,
      () => {
        const { status, items, problem } = get();
        return { status, value: items, problem };
      },
      ({ status, value, problem }) => show({ status, items: value ?? [], problem }),
    );
  }
}
