import { createStore, type StoreApi } from "zustand/vanilla";
import type { Problem, UnitRow } from "../../main/api/contract/index.ts";
import { problemOf } from "../client/problem-of.ts";
import type { StationClient } from "../client/station-client.ts";
import type { ClientSource } from "./connection-store.ts";
import { noAffixes } from "./fixture-store.ts";
import { codesIn, type LooksLike, looksLike } from "./label-codes.ts";

/** What came of the last scan or typed text: nothing is said of one unit, which is opened. */
export type Finding =
  | { readonly kind: "several"; readonly code: string; readonly units: readonly UnitRow[] }
  | { readonly kind: "none"; readonly code: string; readonly looks: LooksLike }
  /** The other unit to compare is the one it would be compared with. */
  | { readonly kind: "same"; readonly code: string }
  | { readonly kind: "failed"; readonly code: string; readonly problem: Problem };

export interface FindState {
  readonly busy: boolean;
  readonly finding: Finding | null;
  /** The unit that the next one found is compared with. */
  readonly comparing: string | null;
  readonly find: (text: string) => Promise<void>;
  readonly compareWith: (serialNumber: string | null) => void;
  readonly forget: () => void;
}

export type FindStore = StoreApi<FindState>;

/** Where a find leads to. */
export interface FindDoors {
  readonly toUnit: (serialNumber: string) => void;
  readonly toComparison: (serialNumber: string, other: string) => void;
  /** Several or none: said there. */
  readonly toRoom: () => void;
}

const mostListed = 50;

export function createFindStore(client: ClientSource, doors: FindDoors, affixes = () => noAffixes): FindStore {
  let asked = 0;
  return createStore((set, get) => {
    const open = (serialNumber: string) => {
      const { comparing } = get();
      if (comparing === serialNumber) return set({ finding: { kind: "same", code: serialNumber }, busy: false });
      set({ finding: null, comparing: null, busy: false });
      if (comparing === null) doors.toUnit(serialNumber);
      else doors.toComparison(comparing, serialNumber);
    };
    const say = (finding: Finding) => {
      set({ finding, busy: false });
      doors.toRoom();
    };
    return {
      busy: false,
      finding: null,
      comparing: null,
      find: async (text) => {
        const codes = codesIn(text, affixes());
        const code = codes.at(-1);
        if (code === undefined) return;
        asked += 1;
        const question = asked;
        set({ busy: true });
        try {
          const units = await unitsOf(client(), codes);
          const looks = units.length === 0 ? looksLike(code, await lotsOf(client())) : "other";
          if (question !== asked) return;
          const [only] = units;
          if (only !== undefined && units.length === 1) open(only.serialNumber);
          else say(only === undefined ? { kind: "none", code, looks } : { kind: "several", code, units });
        } catch (error) {
          if (question === asked) say({ kind: "failed", code, problem: problemOf(error) });
        }
      },
      compareWith: (comparing) => set({ comparing, finding: null }),
      forget: () => {
        asked += 1;
        set({ finding: null, busy: false });
      },
    };
  });
}

/** By any whole name first; else whatever has it as a part. */
async function unitsOf(client: StationClient, codes: readonly string[]): Promise<readonly UnitRow[]> {
  for (const text of codes) {
    const { found } = await client.units.find({ text });
    if (found.length > 0) return [...new Map(found.map(({ unit }) => [unit.serialNumber, unit])).values()];
  }
  for (const code of codes) {
    const { units } = await client.units.list({ search: code.slice(0, 128), limit: mostListed });
    if (units.length > 0) return units;
  }
  return [];
}

async function lotsOf(client: StationClient): Promise<readonly string[]> {
  const lots = await client.lots.list();
  return lots.map(({ lot }) => lot);
}
