import { createStore, type StoreApi } from "zustand/vanilla";
import type { FixtureView, Problem, SerialScan, SerialScanner, SignIn } from "../../main/api/contract/index.ts";
import { problemOf } from "../client/problem-of.ts";
import type { ClientSource } from "./connection-store.ts";
import type { CodeAffixes } from "./label-codes.ts";

type Arrangement = Pick<FixtureView, "places"> & { readonly size: NonNullable<FixtureView["size"]> };

export interface FixtureState {
  /** Null until the station said. */
  readonly view: FixtureView | null;
  /** What the serial scanner read last, if this screen is the one to act on it. */
  readonly heard: SerialScan | null;
  readonly show: (view: FixtureView) => void;
  /** The station's scanner read something: taken, unless another screen was first. */
  readonly take: (scan: SerialScan) => Promise<void>;
  /** These resolve to the problem if it was refused. */
  readonly arrange: (arrangement: Arrangement | null) => Promise<Problem | null>;
  readonly setTakt: (seconds: number | null) => Promise<Problem | null>;
  readonly setKeyboardScanner: (affixes: CodeAffixes) => Promise<Problem | null>;
  readonly setSerialScanner: (scanner: SerialScanner | null) => Promise<Problem | null>;
  readonly lock: () => Promise<Problem | null>;
  readonly unlock: (who: SignIn) => Promise<Problem | null>;
}

export type FixtureStore = StoreApi<FixtureState>;

export const noAffixes: CodeAffixes = { prefix: "", suffix: "" };

export function createFixtureStore(client: ClientSource): FixtureStore {
  return createStore((set) => {
    const change = async (call: () => Promise<FixtureView>): Promise<Problem | null> => {
      try {
        set({ view: await call() });
        return null;
      } catch (error) {
        return problemOf(error);
      }
    };
    return {
      view: null,
      heard: null,
      show: (view) => set({ view }),
      take: async (scan) => {
        try {
          const { taken } = await client().fixture.takeScan({ id: scan.id });
          if (taken) set({ heard: scan });
        } catch {
          // The connection went away meanwhile: whoever scanned sees it, and scans again.
        }
      },
      arrange: (arrangement) =>
        change(async () =>
          client().fixture.arrange(arrangement === null ? null : { ...arrangement, places: [...arrangement.places] }),
        ),
      setTakt: (seconds) => change(async () => client().fixture.setTakt({ seconds })),
      setKeyboardScanner: (affixes) => change(async () => client().fixture.setKeyboardScanner(affixes)),
      setSerialScanner: (scanner) => change(async () => client().fixture.setSerialScanner({ scanner })),
      lock: () => change(async () => client().fixture.lock()),
      unlock: (who) => change(async () => client().fixture.unlock({ who })),
    };
  });
}

/** The screen shows the Line and nothing else. */
export const isKiosk = ({ view }: Pick<FixtureState, "view">): boolean => view?.kiosk.locked === true;
