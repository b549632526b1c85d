import { createStore, type StoreApi } from "zustand/vanilla";
import type {
  CardPaper,
  PrinterSettings,
  PrinterView,
  Problem,
  ReportLanguage,
  SavedFile,
  WhenPassed,
} from "../../main/api/contract/index.ts";
import { problemOf } from "../client/problem-of.ts";
import type { ClientSource } from "./connection-store.ts";
import { ListReader, type Listing, noListing } from "./listing.ts";

/** A label on the shelf. */
export interface ListedLabel {
  readonly name: string;
  readonly hash: string;
  /** mm. */
  readonly width: number;
  readonly height: number;
  /** Why its file cannot be read. */
  readonly fault: string | null;
}

/** What a printer said when it was asked. */
export interface PrinterAnswer {
  readonly state: "asking" | "ready" | "unknown" | "problem";
  readonly problem: Problem | null;
}

export interface LabelsState {
  readonly labels: Listing<ListedLabel>;
  readonly fields: readonly string[];
  readonly whenPassed: WhenPassed | null;
  readonly printers: Listing<PrinterView>;
  /** By the printer's name. */
  readonly answers: Readonly<Record<string, PrinterAnswer>>;
  readonly load: () => Promise<void>;
  /** The station said that something changed: read again if it is on screen. */
  readonly changed: () => void;
  readonly rest: () => void;
  /** Each of these: the problem if it was refused. */
  readonly putPrinter: (printer: PrinterSettings) => Promise<Problem | null>;
  readonly removePrinter: (name: string) => Promise<Problem | null>;
  readonly setWhenPassed: (whenPassed: WhenPassed | null) => Promise<Problem | null>;
  readonly removeLabel: (name: string) => Promise<Problem | null>;
  readonly ask: (name: string) => Promise<void>;
  /** The first label of a unit, that did not come out. */
  readonly print: (serialNumber: string) => Promise<Problem | null>;
  readonly reprint: (serialNumber: string, reason: string) => Promise<Problem | null>;
  /** A card for every slot as PDF, or why there is none. */
  readonly slotCards: (paper: CardPaper, language: ReportLanguage) => Promise<SavedFile | Problem>;
  readonly printSlotCards: (printer: string, language: ReportLanguage) => Promise<Problem | null>;
}

export type LabelsStore = StoreApi<LabelsState>;

export function createLabelsStore(client: ClientSource): LabelsStore {
  let shown = false;
  return createStore((set, get) => {
    const labels = new ListReader<ListedLabel>(
      client,
      () => get().labels,
      (list) => set({ labels: list }),
    );
    const printers = new ListReader<PrinterView>(
      client,
      () => get().printers,
      (list) => set({ printers: list }),
    );
    const load = async (): Promise<void> => {
      shown = true;
      await Promise.all([
        labels.load(async () => {
          const { templates, fields, whenPassed } = await client().labels.list();
          set({ fields, whenPassed });
          return templates;
        }),
        printers.load(async () => client().labels.printers()),
      ]);
    };
    const answer = (name: string, told: PrinterAnswer): void => set({ answers: { ...get().answers, [name]: told } });
    const thenRead = async (problem: Problem | null): Promise<Problem | null> => {
      if (problem === null && shown) await load();
      return problem;
    };
    return {
      labels: noListing,
      fields: [],
      whenPassed: null,
      printers: noListing,
      answers: {},
      load,
      changed: () => {
        if (shown) void load();
      },
      rest: () => {
        shown = false;
        set({ answers: {} });
      },
      putPrinter: (printer) => printers.change(async () => client().labels.putPrinter(printer)),
      removePrinter: (name) => printers.change(async () => client().labels.removePrinter({ name })),
      setWhenPassed: async (whenPassed) =>
        thenRead(await attempt(async () => client().labels.setWhenPassed({ whenPassed }))),
      removeLabel: async (name) => thenRead(await attempt(async () => client().labels.remove({ name }))),
      ask: async (name) => {
        answer(name, { state: "asking", problem: null });
        try {
          answer(name, await client().labels.printerStatus({ name }));
        } catch (error) {
          answer(name, { state: "problem", problem: problemOf(error) });
        }
      },
      print: (serialNumber) => attempt(async () => client().labels.print({ serialNumber })),
      reprint: (serialNumber, reason) => attempt(async () => client().labels.reprint({ serialNumber, reason })),
      slotCards: (paper, language) => client().labels.slotCards({ paper, language }).catch(problemOf),
      printSlotCards: (printer, language) => attempt(async () => client().labels.printSlotCards({ printer, language })),
    };
  });
}

async function attempt(call: () => Promise<unknown>): Promise<Problem | null> {
  try {
    await call();
    return null;
  } catch (error) {
    return problemOf(error);
  }
}
