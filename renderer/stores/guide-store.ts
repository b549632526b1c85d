import { createStore, type StoreApi } from "zustand/vanilla";
import type { Guide, Problem } from "../../main/api/contract/index.ts";
import { problemOf } from "../client/problem-of.ts";
import type { ClientSource } from "./connection-store.ts";
import { noReading, Reader, type Reading } from "./reading.ts";

export interface GuideState {
  readonly guide: Reading<Guide>;
  /** What became of the wish to be a real station: it starts again, or a person must start it. */
  readonly turning: "no" | "asked" | "restarts" | "by-hand";
  readonly load: () => Promise<void>;
  /** Something it is about changed: read again if it is on screen. */
  readonly changed: () => void;
  /** It leaves the screen. */
  readonly rest: () => void;
  /** The problem if it was refused. */
  readonly becomeReal: (station: string) => Promise<Problem | null>;
}

export type GuideStore = StoreApi<GuideState>;

export function createGuideStore(client: ClientSource): GuideStore {
  let shown = false;
  return createStore((set, get) => {
    const reader = new Reader<Guide>(
      client,
      () => get().guide,
      (guide) => set(guide.value?.mode === "real" ? { guide, turning: "no" } : { guide }),
    );
    const load = () => {
      shown = true;
      return reader.load(async () => client().settings.guide());
    };
    return {
      guide: noReading,
      turning: "no",
      load,
      changed: () => {
        if (shown) void load();
      },
      rest: () => {
        shown = false;
      },
      becomeReal: async (station) => {
        set({ turning: "asked" });
        try {
          const { restarts } = await client().settings.becomeReal({ station });
          set({ turning: restarts ? "restarts" : "by-hand" });
          return null;
        } catch (error) {
          set({ turning: "no" });
          return problemOf(error);
        }
      },
    };
  });
}
