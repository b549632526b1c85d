import { createStore, type StoreApi } from "zustand/vanilla";
import type { PracticeFault, Problem, ScanResult, Slot } from "../../main/api/contract/index.ts";
import { problemOf } from "../client/problem-of.ts";
import type { ClientSource } from "./connection-store.ts";
import { noAffixes } from "./fixture-store.ts";
import { readLabelCode } from "./label-codes.ts";

/** What became of the last scan or press: shown until the next one. */
export interface Notice {
  readonly kind: "scan" | "press";
  /** The code scanned, or the slot's name. */
  readonly subject: string;
  readonly accepted: boolean;
  /** Name of the slot that took it. */
  readonly slotName: string | null;
  readonly problem: Problem | null;
  /** What would have been taken. */
  readonly expected?: Expected | null;
  /** ms since the epoch. */
  readonly at: number;
}

export type Expected = NonNullable<ScanResult["expected"]>;

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
  /** Id of the slot that the next label is for: its own code was scanned, or it was pressed. */
  readonly chosen: string | null;
  readonly choose: (slotId: string | null) => void;
  readonly scan: (code: string) => Promise<void>;
  readonly retry: (slotId: string) => Promise<void>;
  readonly stop: (slotId: string) => Promise<void>;
  readonly plug: (slotId: string, fault: PracticeFault) => Promise<void>;
  readonly unplug: (slotId: string) => Promise<void>;
}

export type LineStore = StoreApi<LineState>;

const longestCode = 256;
/** Whoever scanned a slot's code and went away is not waited for. */
const chosenForMs = 30_000;

export function createLineStore(client: ClientSource, affixes = () => noAffixes): LineStore {
  let forget: ReturnType<typeof setTimeout> | undefined;
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
    const choose = (slotId: string | null): void => {
      clearTimeout(forget);
      if (slotId !== null) forget = setTimeout(() => set({ chosen: null }), chosenForMs);
      set({ chosen: slotId });
    };
    const retry = (slotId: string) => press(slotId, () => client().line.retry({ slotId }));
    /** A slot's own code does what a press on it would. */
    const scanSlot = (name: string): Promise<void> | void => {
      const slot = get().slots.find((one) => one.name.toLowerCase() === name.toLowerCase());
      const [subject, accepted] = [`SLOT:${name}`, slot !== undefined];
      notify({ kind: "scan", subject, accepted, slotName: slot?.name ?? null, problem: null });
      if (slot === undefined) return undefined;
      if (slot.present && (slot.state === "fail" || slot.state === "set-aside")) return retry(slot.id);
      const serialNumber = unprintedOf(slot);
      return serialNumber === null ? choose(slot.id) : press(slot.id, () => client().labels.print({ serialNumber }));
    };
    return {
      chosen: null,
      choose,
      loaded: false,
      slots: [],
      busy: new Set(),
      notice: null,
      replaceSlots: (slots) => set({ slots, loaded: true }),
      putSlots: (slots) => set({ slots: withSlots(get().slots, slots) }),
      removeSlot: (slotId) => set({ slots: get().slots.filter((slot) => slot.id !== slotId) }),
      scan: async (typed) => {
        const { text, serialNumbers, slot } = readLabelCode(typed, affixes());
        const code = text.slice(0, longestCode);
        if (code === "") return;
        if (slot !== null) return scanSlot(slot);
        const { chosen } = get();
        try {
          const order = { code, serialNumbers: [...serialNumbers], ...(chosen === null ? {} : { slotId: chosen }) };
          const { accepted, slotId, problem, expected = null } = await client().line.scan(order);
          // A badge in between leaves it chosen.
          if (accepted && slotId !== null) choose(null);
          notify({ kind: "scan", subject: code, accepted, slotName: nameOf(slotId), problem, expected });
        } catch (error) {
          notify({ kind: "scan", subject: code, accepted: false, slotName: null, problem: problemOf(error) });
        }
      },
      retry,
      stop: (slotId) => press(slotId, () => client().line.stop({ slotId })),
      plug: (slotId, fault) => press(slotId, () => client().practice.plug({ slotId, fault })),
      unplug: (slotId) => press(slotId, () => client().practice.unplug({ slotId })),
    };
  });
}

/** The unit whose label did not come out. */
const unprintedOf = ({ state, label, serialNumber }: Slot): string | null =>
  state === "pass" && label?.state === "failed" ? serialNumber : null;

function withSlots(slots: readonly Slot[], changed: readonly Slot[]): readonly Slot[] {
  const fresh = new Map(changed.map((slot) => [slot.id, slot]));
  const known = new Set(slots.map(({ id }) => id));
  return [...slots.map((slot) => fresh.get(slot.id) ?? slot), ...changed.filter(({ id }) => !known.has(id))];
}
