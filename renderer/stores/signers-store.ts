import { createStore, type StoreApi } from "zustand/vanilla";
import type { OwnSigner, Problem, TrustedRootView } from "../../main/api/contract/index.ts";
import type { ClientSource } from "./connection-store.ts";
import { ListReader, type Listing, noListing } from "./listing.ts";
import type { SignInStore } from "./sign-in-store.ts";

export interface SignersState {
  /** This station's keys for manifests, the newest first. */
  readonly own: Listing<OwnSigner>;
  /** Whose signatures are believed besides. */
  readonly trusted: Listing<TrustedRootView>;
  readonly load: () => Promise<void>;
  /** The station said that something changed: read again if it was ever looked at. */
  readonly changed: () => void;
  /** A new key, certified by that authority; the problem if it was refused. */
  readonly make: (authority: string) => Promise<Problem | null>;
  /** A second person signs it; the problem if it was refused. */
  readonly remove: (fingerprint: string) => Promise<Problem | null>;
}

export type SignersStore = StoreApi<SignersState>;

export function createSignersStore(client: ClientSource, signIn: SignInStore): SignersStore {
  return createStore((set, get) => {
    const own = new ListReader<OwnSigner>(
      client,
      () => get().own,
      (list) => set({ own: list }),
    );
    const trusted = new ListReader<TrustedRootView>(
      client,
      () => get().trusted,
      (list) => set({ trusted: list }),
    );
    const load = async () => {
      await Promise.all([
        own.load(async () => client().signers.own()),
        trusted.load(async () => client().signers.trusted()),
      ]);
    };
    return {
      own: noListing,
      trusted: noListing,
      load,
      changed: () => {
        if (get().own.status !== "idle") void load();
      },
      make: (authority) => own.change(async () => client().signers.make({ authority })),
      remove: (fingerprint) =>
        trusted.change(() =>
          signIn.getState().countersigned(async (second) => client().signers.removeTrusted({ fingerprint, second })),
        ),
    };
  });
}
