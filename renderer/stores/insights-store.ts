import { createStore, type StoreApi } from "zustand/vanilla";
import type {
  InsightBar,
  InsightQuestion,
  Insights,
  InsightWindow,
  OperatorFigures,
  Problem,
  ReportFormat,
  ReportLanguage,
  RunBehind,
} from "../../main/api/contract/index.ts";
import { problemOf } from "../client/problem-of.ts";
import type { ClientSource } from "./connection-store.ts";

/** The runs behind one bar. */
export interface Behind {
  readonly title: string;
  readonly runs: readonly RunBehind[];
  readonly more: boolean;
  readonly status: "loading" | "ready" | "failed";
  readonly problem: Problem | null;
}

export interface InsightsState {
  readonly window: InsightWindow;
  /** Null: all. */
  readonly model: string | null;
  readonly status: "idle" | "loading" | "ready" | "failed";
  /** Of the question before while a new one is under way. */
  readonly figures: Insights | null;
  /** Null: not for whoever is signed in. */
  readonly operators: readonly OperatorFigures[] | null;
  readonly problem: Problem | null;
  readonly behind: Behind | null;
  /** A file is being made, or why there is none. */
  readonly report: { readonly making: boolean; readonly problem: Problem | null };
  /** Reads the figures, of operators too where they may be seen, and again every minute of what goes on, until `rest`. */
  readonly follow: (withOperators: boolean) => Promise<void>;
  readonly rest: () => void;
  readonly setWindow: (window: InsightWindow) => void;
  readonly setModel: (model: string | null) => void;
  readonly open: (title: string, bar: InsightBar) => Promise<void>;
  readonly openOperator: (title: string, operator: string | null) => Promise<void>;
  readonly close: () => void;
  readonly makeReport: (
    format: ReportFormat,
    language: ReportLanguage,
  ) => Promise<{ readonly fileName: string; readonly blob: Blob } | null>;
}

export type InsightsStore = StoreApi<InsightsState>;

const everyMs = 60_000;
const noReport = { making: false, problem: null } as const;
const beginning = {
  window: { range: "shift" },
  model: null,
  status: "idle",
  figures: null,
  operators: null,
  problem: null,
  behind: null,
  report: noReport,
} as const;

export function createInsightsStore(client: ClientSource): InsightsStore {
  let asked = 0;
  let pressed = 0;
  let timer: ReturnType<typeof setInterval> | undefined;
  let withOperators = false;
  return createStore((set, get) => {
    const question = (): InsightQuestion => ({ window: get().window, model: get().model });
    const read = async () => {
      asked += 1;
      const mine = asked;
      set({ status: get().figures === null ? "loading" : get().status });
      try {
        const { insights } = client();
        const [figures, operators] = await Promise.all([
          insights.read(question()),
          withOperators ? insights.operators(question()) : null,
        ]);
        if (mine === asked) set({ figures, operators, status: "ready", problem: null });
      } catch (error) {
        if (mine !== asked) return;
        const problem = problemOf(error);
        set({ status: "failed", problem });
        client.cutOff?.askAgain(problem, read, () => void read());
      }
    };
    const ask = (change: Partial<InsightsState>) => {
      set({ ...change, status: "loading", behind: null, report: noReport });
      void read();
    };
    const press = async (title: string, call: () => Promise<{ runs: RunBehind[]; more: boolean }>) => {
      pressed += 1;
      const mine = pressed;
      set({ behind: { ...noRuns, title, status: "loading" } });
      const behind = await readBehind(title, call);
      if (mine === pressed) set({ behind });
    };
    return {
      ...beginning,
      follow: (operatorsToo) => {
        withOperators = operatorsToo;
        timer ??= setInterval(() => {
          const { range } = get().window;
          if (range === "shift" || range === "today") void read();
        }, everyMs);
        return read();
      },
      rest: () => {
        clearInterval(timer);
        timer = undefined;
        pressed += 1;
        set({ behind: null, report: noReport });
      },
      setWindow: (window) => ask({ window }),
      setModel: (model) => ask({ model }),
      open: (title, bar) => press(title, () => client().insights.behind({ ...question(), bar })),
      openOperator: (title, operator) =>
        press(title, () => client().insights.behindOperator({ ...question(), operator })),
      close: () => {
        pressed += 1;
        set({ behind: null });
      },
      makeReport: async (format, language) => {
        set({ report: { making: true, problem: null } });
        const file = await readReport(client().insights.report({ ...question(), format, language }));
        set({ report: "problem" in file ? { making: false, problem: file.problem } : noReport });
        return "problem" in file ? null : file;
      },
    };
  });
}

const noRuns = { runs: [], more: false, problem: null } as const;

async function readBehind(title: string, call: () => Promise<{ runs: RunBehind[]; more: boolean }>): Promise<Behind> {
  try {
    return { ...noRuns, title, ...(await call()), status: "ready" };
  } catch (error) {
    return { ...noRuns, title, status: "failed", problem: problemOf(error) };
  }
}

async function readReport(
  coming: Promise<{ fileName: string; mediaType: string; base64: string }>,
): Promise<{ readonly fileName: string; readonly blob: Blob } | { readonly problem: Problem }> {
  try {
    const { fileName, mediaType, base64 } = await coming;
    return { fileName, blob: new Blob([bytesOf(base64)], { type: mediaType }) };
  } catch (error) {
    return { problem: problemOf(error) };
  }
}

const bytesOf = (base64: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
