import { createStore, type StoreApi } from "zustand/vanilla";
import type { ExportEvent, ExportFormat, Problem } from "../../main/api/contract/index.ts";
import { problemOf } from "../client/problem-of.ts";
import type { ClientSource } from "./connection-store.ts";

/** A finished file, held in memory until it is saved. */
export interface ExportedFile {
  readonly fileName: string;
  readonly count: number;
  /** As the station states it, hex. */
  readonly sha256: string;
  /** Whether what arrived here has that SHA-256; null where the page cannot compute it. */
  readonly matches: boolean | null;
  readonly bytes: number;
  readonly blob: Blob;
}

export interface ExportState {
  readonly status: "idle" | "running" | "done" | "failed" | "cancelled";
  readonly done: number;
  /** Null until the station said. */
  readonly total: number | null;
  readonly file: ExportedFile | null;
  readonly problem: Problem | null;
  readonly run: (lot: string, format: ExportFormat) => Promise<void>;
  readonly cancel: () => void;
  /** Back to the beginning; a running export is cancelled. */
  readonly clear: () => void;
}

export type ExportStore = StoreApi<ExportState>;

const beginning = { status: "idle", done: 0, total: null, file: null, problem: null } as const;

export function createExportStore(client: ClientSource): ExportStore {
  let running: AbortController | undefined;
  return createStore((set) => ({
    ...beginning,
    run: async (lot, format) => {
      running?.abort();
      const mine = new AbortController();
      running = mine;
      set({ ...beginning, status: "running" });
      const show = (change: Partial<ExportState>) => running === mine && set(change);
      try {
        const events = await client().exports.run({ lot, format }, { signal: mine.signal });
        const file = await receive(events, (done, total) => show({ done, total }));
        show({ status: "done", file });
      } catch (error) {
        if (!mine.signal.aborted) show({ status: "failed", problem: problemOf(error) });
      }
    },
    cancel: () => {
      running?.abort();
      set({ ...beginning, status: "cancelled" });
    },
    clear: () => {
      running?.abort();
      running = undefined;
      set(beginning);
    },
  }));
}

async function receive(
  events: AsyncIterable<ExportEvent>,
  onProgress: (done: number, total: number) => void,
): Promise<ExportedFile> {
  const parts: string[] = [];
  for await (const event of events) {
    if (event.type === "text") parts.push(event.text);
    else if (event.type === "progress") onProgress(event.done, event.total);
    else {
      const { fileName, count, sha256, mediaType } = event;
      const blob = new Blob(parts, { type: mediaType });
      return { fileName, count, sha256, matches: await hasSha256(blob, sha256), bytes: blob.size, blob };
    }
  }
  throw new Error("the export ended before it was complete");
}

async function hasSha256(blob: Blob, expected: string): Promise<boolean | null> {
  if (globalThis.crypto?.subtle === undefined) return null;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer()));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("") === expected.toLowerCase();
}
