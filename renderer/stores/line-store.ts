import { createStore, type StoreApi } from "zustand/vanilla";
import type { PracticeFault, Problem, Slot } from "../../main/api/contract/index.ts";
import { problemOf } from "../client/problem-of.ts";
import type { ClientSource } from "./connection-store.ts";

/** What became of the last scan or press: shown until the next one. */
export interface Notice {
  readonly kind: "scan" | "press";
  /** The code scanned, or the slot's name. */
  readonly subject: string;
  readonly accepted: boolean;
  /** Name of the slot that took it. */
  readonly slotName: string | null;
  readonly problem: Problem | null;
  /** ms since the epoch. */
  readonly at: number;
}

export interface LineState {
  readonly loaded: boolean;
  /** In the fixture's order. */
  readonly slots: readonly Slot[];
  /** Slots with a call under way. */
  readonly busy: ReadonlySet<string>;
  readonly notice: Notice | null;
  readonly replaceSlots: (slots: readonly Slot[]) => void;
  /** As they are now; new ones come last. */
  readonly putSlots: (slots: readonly Slot[]) => void;
  /** The slot was forgotten. */
  readonly removeSlot: (slotId: string) => void;
  readonly scan: (code: string) => Promise<void>;
  readonly retry: (slotId: string) => Promise<void>;
  readonly stop: (slotId: string) => Promise<void>;
  readonly plug: (slotId: string, fault: PracticeFault) => Promise<void>;
  readonly unplug: (slotId: string) => Promise<void>;
}

export type LineStore = StoreApi<LineState>;

/** Printable characters only, at most what the station takes. */
export const cleanCode = (typed: string): string =>
  typed
    .replaceAll(/\P{ASCII}|\p{Cc}/gu, "")
    .trim()
    .slice(0, 256);

export function createLineStore(client: ClientSource): LineStore {
  return createStore((set, get) => {
    const notify = (notice: Omit<Notice, "at">) => set({ notice: { ...notice, at: Date.now() } });
    const nameOf = (slotId: string | null) => get().slots.find((slot) => slot.id === slotId)?.name ?? null;
    const setBusy = (slotId: string, busy: boolean) => {
      const next = new Set(get().busy);
      if (busy) next.add(slotId);
      else next.delete(slotId);
      set({ busy: next });
    };
    /** The slot itself changes by event only; here only a refusal is said. */
    const press = async (slotId: string, call: () => Promise<unknown>) => {
      if (get().busy.has(slotId)) return;
      setBusy(slotId, true);
      try {
        await call();
      } catch (error) {
        const subject = nameOf(slotId) ?? slotId;
        notify({ kind: "press", subject, accepted: false, slotName: subject, problem: problemOf(error) });
      } finally {
        setBusy(slotId, false);
      }
    };
    return {
      loaded: false,
      slots: [],
      busy: new Set(),
      notice: null,
      replaceSlots: (slots) => set({ slots, loaded: true }),
      putSlots: (slots) => set({ slots: withSlots(get().slots, slots) }),
      removeSlot: (slotId) => set({ slots: get().slots.filter((slot) => slot.id !== slotId) }),
      scan: async (typed) => {
        const code = cleanCode(typed);
        if (code === "") return;
        try {
          const { accepted, slotId, problem } = await client().line.scan({ code });
          notify({ kind: "scan", subject: code, accepted, slotName: nameOf(slotId), problem });
        } catch (error) {
          notify({ kind: "scan", subject: code, accepted: false, slotName: null, problem: problemOf(error) });
        }
      },
      retry: (slotId) => press(slotId, () => client().line.retry({ slotId })),
      stop: (slotId) => press(slotId, () => client().line.stop({ slotId })),
      plug: (slotId, fault) => press(slotId, () => client().practice.plug({ slotId, fault })),
      unplug: (slotId) => press(slotId, () => client().practice.unplug({ slotId })),
    };
  });
}

function withSlots(slots: readonly Slot[], changed: readonly Slot[]): readonly Slot[] {
  const fresh = new Map(changed.map((slot) => [slot.id, slot]));
  const known = new Set(slots.map(({ id }) => id));
  return [...slots.map((slot) => fresh.get(slot.id) ?? slot), ...changed.filter(({ id }) => !known.has(id))];
}
