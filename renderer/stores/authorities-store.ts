import { createStore, type StoreApi } from "zustand/vanilla";
import type {
  AuthorityOrders,
  AuthorityView,
  LeftOpenCertificate,
  Problem,
  RevokedCertificate,
  SavedFile,
} from "../../main/api/contract/index.ts";
import { problemOf } from "../client/problem-of.ts";
import type { StationClient } from "../client/station-client.ts";
import type { ClientSource } from "./connection-store.ts";
import { ListReader, type Listing, noListing } from "./listing.ts";
import type { SignInStore } from "./sign-in-store.ts";

/** What a call gave, or why it was refused. */
export type Answer<Value> =
  | { readonly value: Value; readonly problem: null }
  | { readonly value: null; readonly problem: Problem };

export interface AuthoritiesState {
  readonly list: Listing<AuthorityView>;
  /** Announced and never issued. */
  readonly leftOpen: Listing<LeftOpenCertificate>;
  readonly load: () => Promise<void>;
  readonly loadLeftOpen: () => Promise<void>;
  /** Gives a key its PIN, which is kept nowhere here; the problem if it was refused. */
  readonly unlock: (name: string, pin: string) => Promise<Problem | null>;
  /** One that is made, taken over or completed here: what the list says then. The problem if it was refused. */
  readonly put: (call: (calls: StationClient["authorities"]) => Promise<AuthorityView[]>) => Promise<Problem | null>;
  /** A file that comes of it. */
  readonly file: <File extends SavedFile>(
    call: (calls: StationClient["authorities"]) => Promise<File>,
  ) => Promise<Answer<File>>;
  /** For good; a second person signs it. */
  readonly revoke: (order: Omit<AuthorityOrders["revoke"], "second">) => Promise<Answer<RevokedCertificate>>;
}

export type AuthoritiesStore = StoreApi<AuthoritiesState>;

export function createAuthoritiesStore(client: ClientSource, signIn: SignInStore): AuthoritiesStore {
  return createStore((set, get) => {
    const reader = new ListReader<AuthorityView>(
      client,
      () => get().list,
      (list) => set({ list }),
    );
    const open = new ListReader<LeftOpenCertificate>(
      client,
      () => get().leftOpen,
      (leftOpen) => set({ leftOpen }),
    );
    return {
      list: noListing,
      leftOpen: noListing,
      load: () => reader.load(() => client().authorities.list()),
      loadLeftOpen: () => open.load(() => client().authorities.leftOpen()),
      unlock: (name, pin) => reader.change(() => client().authorities.unlock({ name, pin })),
      put: (call) => reader.change(async () => call(client().authorities)),
      file: (call) => answered(async () => call(client().authorities)),
      revoke: (order) =>
        answered(() =>
          signIn.getState().countersigned(async (second) => client().authorities.revoke({ ...order, second })),
        ),
    };
  });
}

async function answered<Value>(call: () => Promise<Value>): Promise<Answer<Value>> {
  try {
    return { value: await call(), problem: null };
  } catch (error) {
    return { value: null, problem: problemOf(error) };
  }
}
