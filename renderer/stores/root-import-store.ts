import { createStore, type StoreApi } from "zustand/vanilla";
import type { Problem, TrustedRootView } from "../../main/api/contract/index.ts";
import { problemOf } from "../client/problem-of.ts";
import { base64Of } from "./base64-of.ts";

/** What became of one file. */
export interface RootImport {
  readonly fileName: string;
  /** Certificates that the station trusts now, and whether it did before. */
  readonly roots: readonly { readonly root: TrustedRootView; readonly known: boolean }[];
  readonly problem: Problem | null;
}

export interface RootImportState {
  readonly status: "idle" | "running" | "done";
  readonly files: readonly RootImport[];
  /** Hands files to the station one after the other; `trusted` are the fingerprints it trusts already. */
  readonly add: (files: readonly File[], trusted: readonly string[]) => Promise<void>;
  readonly clear: () => void;
}

export type GiveFile = (base64: string) => Promise<readonly TrustedRootView[]>;

export type RootImportStore = StoreApi<RootImportState>;

/** As Base64 it goes in one message over the web shell's socket, which takes 1 MiB. */
const largestFile = 700_000;

/** `give` hands a file to the station, Base64, and resolves to what it trusts now. */
export function createRootImportStore(give: GiveFile): RootImportStore {
  let wave = 0;
  return createStore((set, get) => ({
    status: "idle",
    files: [],
    add: async (files, trusted) => {
      wave += 1;
      const mine = wave;
      const known = new Set(trusted);
      set({ status: "running", files: [] });
      for (const file of files) {
        const one = await addFile(give, file, known);
        if (mine !== wave) return;
        for (const { root } of one.roots) known.add(root.fingerprint);
        set({ files: [...get().files, one] });
      }
      set({ status: "done" });
    },
    clear: () => {
      wave += 1;
      set({ status: "idle", files: [] });
    },
  }));
}

async function addFile(give: GiveFile, file: File, known: ReadonlySet<string>): Promise<RootImport> {
  const fileName = file.name;
  if (file.size === 0 || file.size > largestFile) return { fileName, roots: [], problem: wrongSize(file.size) };
  try {
    const added = await give(base64Of(await file.arrayBuffer()));
    const roots = added.map((root) => ({ root, known: known.has(root.fingerprint) }));
    return { fileName, roots, problem: null };
  } catch (error) {
    return { fileName, roots: [], problem: problemOf(error) };
  }
}

const wrongSize = (size: number): Problem => ({
  code: "screen.file-size",
  sentence: "Choose certificate files of 1 byte to 700 kB.",
  detail: `${size} bytes`,
  retry: "after-fix",
});
