import { createStore, type StoreApi } from "zustand/vanilla";
import type { AuthorityView, Problem } from "../../main/api/contract/index.ts";
import type { ClientSource } from "./connection-store.ts";
import { ListReader, type Listing, noListing } from "./listing.ts";

export interface AuthoritiesState {
  readonly list: Listing<AuthorityView>;
  readonly load: () => Promise<void>;
  /** Gives a key its PIN, which is kept nowhere here; the problem if it was refused. */
  readonly unlock: (name: string, pin: string) => Promise<Problem | null>;
}

export type AuthoritiesStore = StoreApi<AuthoritiesState>;

export function createAuthoritiesStore(client: ClientSource): AuthoritiesStore {
  return createStore((set, get) => {
    const reader = new ListReader<AuthorityView>(
      () => get().list,
      (list) => set({ list }),
    );
    return {
      list: noListing,
      load: () => reader.load(() => client().authorities.list()),
      unlock: (name, pin) => reader.change(() => client().authorities.unlock({ name, pin })),
    };
  });
}
