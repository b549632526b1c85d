import { createStore, type StoreApi } from "zustand/vanilla";
import type { Problem, UnitAct, UnitMove } from "../../main/api/contract/index.ts";
import { problemOf } from "../client/problem-of.ts";
import type { ClientSource } from "./connection-store.ts";
import { ListReader, type Listing, noListing } from "./listing.ts";
import type { SignInStore } from "./sign-in-store.ts";

export interface UnitMovesState {
  /** What may be done with the unit now. */
  readonly list: Listing<UnitMove>;
  /** Reads it, and again with every change until `rest`. */
  readonly load: (serialNumber: string) => Promise<void>;
  /** The unit, or who is signed in, changed. */
  readonly changed: () => void;
  readonly rest: () => void;
  /** The problem if it was refused. */
  readonly move: (serialNumber: string, act: UnitAct, reason: string) => Promise<Problem | null>;
}

export type UnitMovesStore = StoreApi<UnitMovesState>;

/** The states a person may take the unit on the unit's page to. */
export function createUnitMovesStore(client: ClientSource, signIn: SignInStore): UnitMovesStore {
  let shown: string | null = null;
  return createStore((set, get) => {
    const reader = new ListReader<UnitMove>(
      client,
      () => get().list,
      (list) => set({ list }),
    );
    const read = (serialNumber: string) => reader.load(() => client().units.allowedMoves({ serialNumber }));
    return {
      list: noListing,
      load: (serialNumber) => {
        if (serialNumber !== shown) {
          reader.forget();
          set({ list: noListing });
        }
        shown = serialNumber;
        return read(serialNumber);
      },
      changed: () => {
        if (shown !== null) void read(shown);
      },
      rest: () => {
        shown = null;
        reader.forget();
        set({ list: noListing });
      },
      move: async (serialNumber, act, reason) => {
        try {
          await signIn
            .getState()
            .countersigned(async (second) => client().units.change({ serialNumber, act, reason, second }));
          get().changed();
          return null;
        } catch (error) {
          return problemOf(error);
        }
      },
    };
  });
}
