import { createStore, type StoreApi } from "zustand/vanilla";
import type {
  DryRunEvent,
  OpenRecipe,
  Problem,
  RecipeCheck,
  RecipeField,
  ShelvedRecipe,
} from "../../main/api/contract/index.ts";
import { problemOf } from "../client/problem-of.ts";
import type { ClientSource } from "./connection-store.ts";
import { ListReader, type Listing, noListing } from "./listing.ts";

/** A recipe as it is being written. */
export interface RecipeDraft {
  readonly source: string;
  /** What it was opened from; null: a new one. */
  readonly opened: OpenRecipe | null;
}

export interface SampleRecipe {
  readonly name: string;
  readonly about: string;
  readonly source: string;
}

export type DryRunStep = Extract<DryRunEvent, { readonly type: "step" }>;
export type DryRunResult = Extract<DryRunEvent, { readonly type: "result" }>;

/** A dry run as far as it has come. */
export interface DryRun {
  readonly status: "running" | "done" | "failed";
  readonly serialNumber: string | null;
  /** All that are planned, in order. */
  readonly plan: readonly string[];
  readonly steps: readonly DryRunStep[];
  readonly result: DryRunResult | null;
  readonly problem: Problem | null;
}

export interface RecipesState {
  readonly recipes: Listing<ShelvedRecipe>;
  readonly fields: readonly RecipeField[];
  readonly samples: readonly SampleRecipe[];
  readonly draft: RecipeDraft | null;
  /** Of the draft as it stood a moment ago; null before the first. */
  readonly check: RecipeCheck | null;
  readonly dryRun: DryRun | null;
  /** Why the last act was refused. */
  readonly problem: Problem | null;
  readonly busy: boolean;
  readonly load: () => Promise<void>;
  /** The station said that something of Set-up changed: read again if it was read. */
  readonly changed: () => void;
  readonly open: (name: string) => Promise<void>;
  /** The source of a recipe, to make another of it. */
  readonly sourceOf: (name: string) => Promise<string | null>;
  readonly begin: (source: string) => void;
  readonly edit: (source: string) => void;
  readonly save: () => Promise<void>;
  readonly close: () => void;
  readonly try: (serialNumber: string) => Promise<void>;
  readonly stopTrying: () => void;
  /** The problem if it was refused. */
  readonly remove: (name: string) => Promise<Problem | null>;
}

export type RecipesStore = StoreApi<RecipesState>;

/** Long enough that a fast typist is not checked at every letter. */
const checkPauseMs = 200;

export const isChanged = ({ source, opened }: RecipeDraft): boolean => source !== opened?.source;

export function createRecipesStore(client: ClientSource): RecipesStore {
  return createStore((set, get) => {
    const recipes = new ListReader<ShelvedRecipe>(
      client,
      () => get().recipes,
      (list) => set({ recipes: list }),
    );
    const load = () => recipes.load(async () => client().recipes.list());
    const held = { client, set, get };
    const check = checkOf(held);
    return {
      recipes: noListing,
      fields: [],
      samples: [],
      draft: null,
      check: null,
      dryRun: null,
      problem: null,
      busy: false,
      load: async () => {
        await load();
        await attempt(held, async () => {
          const [fields, samples] = await Promise.all([client().recipes.fields(), client().recipes.samples()]);
          set({ fields, samples });
        });
        const { problem } = get();
        if (problem !== null) client.cutOff?.askAgain(problem, recipes, get().load);
      },
      changed: () => {
        if (get().recipes.status !== "idle") void load();
      },
      ...draftActs(held, check, load),
      ...dryRunActs(held, () => Promise.all([check(), load()])),
      remove: (name) => recipes.change(async () => client().recipes.remove({ name })),
    };
  });
}

interface Held {
  readonly client: ClientSource;
  readonly set: (change: Partial<RecipesState>) => void;
  readonly get: () => RecipesState;
}

/** Does it, and says why not. */
async function attempt({ set }: Held, act: () => Promise<void>): Promise<void> {
  set({ busy: true, problem: null });
  try {
    await act();
    set({ busy: false });
  } catch (error) {
    set({ busy: false, problem: problemOf(error) });
  }
}

/** Checks the draft as it stands; an answer about another text is not shown. */
const checkOf =
  ({ client, set, get }: Held) =>
  async (): Promise<void> => {
    const source = get().draft?.source;
    if (source === undefined) return;
    try {
      const found = await client().recipes.check({ source });
      if (get().draft?.source === source) set({ check: found });
    } catch (error) {
      set({ problem: problemOf(error) });
    }
  };

type DraftActs = Pick<RecipesState, "open" | "sourceOf" | "begin" | "edit" | "save" | "close">;

function draftActs(held: Held, check: () => Promise<void>, load: () => Promise<void>): DraftActs {
  const { client, set, get } = held;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const show = (draft: RecipeDraft | null): void => {
    clearTimeout(timer);
    get().stopTrying();
    set({ draft, check: null, dryRun: null, problem: null });
    void check();
  };
  return {
    open: (name) =>
      attempt(held, async () => {
        const opened = await client().recipes.read({ name });
        show({ source: opened.source, opened });
      }),
    sourceOf: async (name) => {
      let source: string | null = null;
      await attempt(held, async () => {
        ({ source } = await client().recipes.read({ name }));
      });
      return source;
    },
    begin: (source) => show({ source, opened: null }),
    edit: (source) => {
      const { draft, stopTrying } = get();
      if (draft === null || draft.source === source) return;
      // What was tried is not what stands there now.
      stopTrying();
      // What the last check said stays until the next is back: nothing jumps at every letter.
      set({ draft: { ...draft, source }, dryRun: null, problem: null });
      clearTimeout(timer);
      timer = setTimeout(() => void check(), checkPauseMs);
    },
    save: async () => {
      const { draft } = get();
      if (draft === null) return;
      await attempt(held, async () => {
        const { opened, source } = draft;
        const replaces = opened === null ? null : { name: opened.name, revision: opened.revision };
        const saved = await client().recipes.save({ source, replaces });
        const now = get().draft;
        // Another may have been opened meanwhile.
        if (now !== null && now.opened === opened) set({ draft: { ...now, opened: saved } });
        await load();
      });
    },
    close: () => show(null),
  };
}

const newDryRun: DryRun = { status: "running", serialNumber: null, plan: [], steps: [], result: null, problem: null };

function told({ steps }: DryRun, event: DryRunEvent): Partial<DryRun> {
  switch (event.type) {
    case "started":
      return { serialNumber: event.serialNumber, plan: event.steps };
    case "step":
      return { steps: [...steps.filter(({ id }) => id !== event.id), event] };
    case "result":
      return { result: event };
  }
}

/** One dry run at a time; the newest is shown. */
function dryRunActs(
  { client, set, get }: Held,
  after: () => Promise<unknown>,
): Pick<RecipesState, "try" | "stopTrying"> {
  let trying: AbortController | undefined;
  return {
    try: async (serialNumber) => {
      const { draft } = get();
      if (draft === null) return;
      trying?.abort();
      const mine = new AbortController();
      trying = mine;
      set({ dryRun: newDryRun, problem: null });
      const tell = (change: Partial<DryRun>): void => {
        const { dryRun } = get();
        if (trying === mine && dryRun !== null) set({ dryRun: { ...dryRun, ...change } });
      };
      try {
        const given = serialNumber.trim() === "" ? {} : { serialNumber: serialNumber.trim() };
        const events = await client().recipes.dryRun({ source: draft.source, ...given }, { signal: mine.signal });
        for await (const event of events) tell(told(get().dryRun ?? newDryRun, event));
        tell({ status: "done" });
        await after();
      } catch (error) {
        if (!mine.signal.aborted) tell({ status: "failed", problem: problemOf(error) });
      }
    },
    stopTrying: () => {
      trying?.abort();
      trying = undefined;
      if (get().dryRun?.status === "running") set({ dryRun: null });
    },
  };
}
