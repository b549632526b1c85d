import { createStore, type StoreApi } from "zustand/vanilla";
import type { LabelDraft, LabelElement, LabelFault, Problem } from "../../main/api/contract/index.ts";
import { problemOf } from "../client/problem-of.ts";
import type { ClientSource } from "./connection-store.ts";

export interface LabelPreview {
  /** A picture; null where the draft is no label yet. */
  readonly svg: string | null;
  readonly faults: readonly LabelFault[];
  /** What a scanner reads off it. */
  readonly codes: readonly string[];
}

export interface LabelEditorState {
  /** Null: nothing is open. */
  readonly draft: LabelDraft | null;
  /** The version it was opened with; null for a new one. */
  readonly basedOn: string | null;
  readonly dirty: boolean;
  /** Of the elements, from 0. */
  readonly selected: number | null;
  /** Of which unit the preview is; empty: a made-up one. */
  readonly sample: string;
  readonly preview: LabelPreview | null;
  /** Why there is no preview, or why what was pressed did nothing. */
  readonly problem: Problem | null;
  /** What was pressed last, once it was done. */
  readonly done: "saved" | "printed" | null;
  readonly busy: boolean;
  /** Null: a new one. */
  readonly open: (name: string | null) => Promise<void>;
  readonly close: () => void;
  readonly edit: (change: Partial<LabelDraft>) => void;
  readonly editElement: (index: number, element: LabelElement) => void;
  readonly add: (type: LabelElement["type"]) => void;
  readonly remove: (index: number) => void;
  readonly select: (index: number | null) => void;
  readonly setSample: (serialNumber: string) => void;
  readonly save: () => Promise<void>;
  readonly testPrint: (printer: string) => Promise<void>;
}

export type LabelEditorStore = StoreApi<LabelEditorState>;

const previewPauseMs = 200;

const newLabel: LabelDraft = {
  label: "unit",
  size: { width: 50, height: 25 },
  dpi: 203,
  elements: [
    { type: "text", x: 2, y: 2, size: 3, content: "{model}" },
    { type: "text", x: 2, y: 7, size: 3, width: 26, content: "{serialNumber}" },
    { type: "data-matrix", x: 32, y: 3, size: 15, content: "{serialNumber}" },
  ],
};

const newElements: Readonly<Record<LabelElement["type"], LabelElement>> = {
  text: { type: "text", x: 2, y: 2, size: 3, content: "{serialNumber}" },
  "data-matrix": { type: "data-matrix", x: 2, y: 2, size: 12, content: "{serialNumber}" },
  qr: { type: "qr", x: 2, y: 2, size: 14, level: "M", content: "{serialNumber}" },
  "code-128": { type: "code-128", x: 2, y: 2, width: 40, height: 8, content: "{serialNumber}" },
  box: { type: "box", x: 1, y: 1, width: 20, height: 10, thickness: 0.3 },
  line: { type: "line", x: 1, y: 1, length: 20, thickness: 0.3 },
};

const nothingOpen = {
  draft: null,
  basedOn: null,
  dirty: false,
  selected: null,
  preview: null,
  problem: null,
  done: null,
  busy: false,
} as const;

type Set = LabelEditorStore["setState"];
type Get = LabelEditorStore["getState"];
type Document = Pick<LabelEditorState, "edit" | "editElement" | "add" | "remove">;
type Acts = Pick<LabelEditorState, "save" | "testPrint">;

export function createLabelEditorStore(client: ClientSource): LabelEditorStore {
  return createStore((set, get) => {
    const previews = new Previews(client, set, get);
    let opening = 0;
    return {
      ...nothingOpen,
      sample: "",
      open: async (name) => {
        set({ ...nothingOpen });
        opening += 1;
        const mine = opening;
        try {
          const opened = name === null ? null : await client().labels.get({ name });
          // Closed meanwhile, or another is wanted.
          if (mine !== opening) return;
          const [draft, basedOn] = [opened?.template ?? newLabel, opened?.hash ?? null];
          set({ draft, basedOn, selected: 0, dirty: name === null });
        } catch (error) {
          if (mine === opening) set({ problem: problemOf(error) });
        }
        if (mine === opening) await previews.look();
      },
      close: () => {
        opening += 1;
        previews.stop();
        set({ ...nothingOpen });
      },
      select: (selected) => set({ selected }),
      setSample: (sample) => {
        set({ sample });
        previews.lookSoon();
      },
      ...documentOf(set, get, previews),
      ...actsOf(client, set, get),
    };
  });
}

/** Looks at the label as it stands: soon after the last key, and only the newest question may show its answer. */
class Previews {
  readonly #client: ClientSource;
  readonly #set: Set;
  readonly #get: Get;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;

  constructor(client: ClientSource, set: Set, get: Get) {
    this.#client = client;
    this.#set = set;
    this.#get = get;
  }

  async look(): Promise<void> {
    this.#asked += 1;
    const question = this.#asked;
    const { draft, sample } = this.#get();
    if (draft === null) return;
    const unit = sample.trim() === "" ? {} : { serialNumber: sample.trim() };
    try {
      const preview = await this.#client().labels.preview({ template: draft, ...unit });
      if (question === this.#asked) this.#set({ preview, problem: null });
    } catch (error) {
      if (question !== this.#asked) return;
      const problem = problemOf(error);
      this.#set({ preview: null, problem });
      this.#client.cutOff?.askAgain(problem, this, () => this.look());
    }
  }

  lookSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.look(), previewPauseMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#asked += 1;
  }
}

function documentOf(set: Set, get: Get, previews: Previews): Document {
  const change = (edit: (draft: LabelDraft) => LabelDraft, more: Partial<LabelEditorState> = {}): void => {
    const { draft } = get();
    if (draft === null) return;
    set({ draft: edit(draft), dirty: true, done: null, ...more });
    previews.lookSoon();
  };
  return {
    edit: (changed) => change((draft) => ({ ...draft, ...changed })),
    editElement: (index, element) =>
      change((draft) => ({ ...draft, elements: draft.elements.map((one, at) => (at === index ? element : one)) })),
    add: (type) =>
      change((draft) => ({ ...draft, elements: [...draft.elements, newElements[type]] }), {
        selected: get().draft?.elements.length ?? 0,
      }),
    remove: (index) => {
      const left = (get().draft?.elements.length ?? 0) - 1;
      change((draft) => ({ ...draft, elements: draft.elements.filter((_one, at) => at !== index) }), {
        selected: left < 1 ? null : Math.max(0, index - 1),
      });
    },
  };
}

function actsOf(client: ClientSource, set: Set, get: Get): Acts {
  const press = async (task: (draft: LabelDraft) => Promise<Partial<LabelEditorState>>): Promise<void> => {
    const { draft, busy } = get();
    if (draft === null || busy) return;
    set({ busy: true, problem: null, done: null });
    try {
      set(await task(draft));
    } catch (error) {
      set({ problem: problemOf(error) });
    }
    set({ busy: false });
  };
  return {
    save: () =>
      press(async (draft) => {
        const { hash } = await client().labels.save({ template: draft, basedOn: get().basedOn });
        return { basedOn: hash, dirty: get().draft !== draft, done: "saved" };
      }),
    testPrint: (printer) =>
      press(async (draft) => {
        const sample = get().sample.trim();
        const unit = sample === "" ? {} : { serialNumber: sample };
        await client().labels.testPrint({ template: draft, printer, ...unit });
        return { done: "printed" };
      }),
  };
}
