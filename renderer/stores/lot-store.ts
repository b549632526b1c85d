import { createStore, type StoreApi } from "zustand/vanilla";
import type { LotDetail, LotFailure, Problem } from "../../main/api/contract/index.ts";
import { problemOf } from "../client/problem-of.ts";
import { AnswerOrder } from "./answer-order.ts";
import type { ClientSource } from "./connection-store.ts";
import { ListReader, type Listing, noListing } from "./listing.ts";
import type { SignInStore } from "./sign-in-store.ts";

const changePauseMs = 2_000;

interface DueSample {
  readonly serialNumber: string;
  /** Place in the lot, from 1. */
  readonly number: number;
}

/** What stands in the way of closing a lot; the first of each. */
export interface LotObstacles {
  /** On hold or in rework. */
  readonly held: readonly string[];
  /** How many are. */
  readonly onHold: number;
  readonly due: readonly DueSample[];
  /** Units that wait for certificates signed elsewhere: it does not forbid it, but none of them will be built. */
  readonly setAside: number;
}

export interface LotState {
  readonly lot: string | null;
  readonly detail: LotDetail | null;
  readonly status: "idle" | "loading" | "ready" | "failed";
  readonly problem: Problem | null;
  readonly failures: Listing<LotFailure>;
  readonly loadFailures: () => Promise<void>;
  readonly load: (lot: string) => Promise<void>;
  /** The station said that a unit or a lot changed. */
  readonly changed: () => void;
  /** Throws what the call throws. */
  readonly obstacles: () => Promise<LotObstacles>;
  /** The problem if it was refused. */
  readonly close: () => Promise<Problem | null>;
  readonly rest: () => void;
}

export type LotStore = StoreApi<LotState>;

const mostNamed = 20;

/** The lot whose page is open. */
export function createLotStore(client: ClientSource, signIn: SignInStore): LotStore {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const order = new AnswerOrder();
  return createStore((set, get) => {
    const read = async (lot: string): Promise<void> => {
      const question = order.ask();
      try {
        const detail = await client().lots.show({ lot });
        if (order.show(question)) set({ detail, status: "ready", problem: null });
      } catch (error) {
        if (!order.isLate(question)) set({ status: "failed", problem: problemOf(error) });
      }
    };
    const named = (): string => get().lot ?? "";
    const failures = new ListReader<LotFailure>(
      client,
      () => get().failures,
      (listing) => set({ failures: listing }),
    );
    const loadFailures = () => failures.load(() => client().lots.failures({ lot: named() }));
    return {
      lot: null,
      detail: null,
      status: "idle",
      problem: null,
      failures: noListing,
      loadFailures,
      load: (lot) => {
        const same = get().lot === lot && get().detail !== null;
        order.forget();
        if (!same) failures.forget();
        set({
          lot,
          status: same ? "ready" : "loading",
          problem: null,
          ...(same ? {} : { detail: null, failures: noListing }),
        });
        return read(lot);
      },
      changed: () => {
        if (get().status === "idle" || timer !== undefined) return;
        timer = setTimeout(() => {
          timer = undefined;
          void read(named());
          if (get().failures.status !== "idle") void loadFailures();
        }, changePauseMs);
      },
      obstacles: () => obstaclesTo(client, named()),
      close: async () => {
        try {
          const lot = named();
          await signIn.getState().countersigned(async (second) => client().lots.close({ lot, second }));
          await read(named());
          return null;
        } catch (error) {
          return problemOf(error);
        }
      },
      rest: () => {
        clearTimeout(timer);
        timer = undefined;
        order.forget();
        set({ status: "idle" });
      },
    };
  });
}

async function obstaclesTo(client: ClientSource, lot: string): Promise<LotObstacles> {
  const [{ units, total: onHold }, due, awaiting] = await Promise.all([
    client().lots.units({ lot, filter: "on-hold", limit: mostNamed }),
    client().lots.samplesDue({ lot }),
    client().requests.awaiting(),
  ]);
  const setAside = awaiting.reduce((sum, one) => sum + (one.lot === lot ? one.count : 0), 0);
  return { held: units.map(({ serialNumber }) => serialNumber), onHold, due: due.slice(0, mostNamed), setAside };
}
