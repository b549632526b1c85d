import { createStore, type StoreApi } from "zustand/vanilla";
import type { ManifestComparison, ManifestReport, Problem } from "../../main/api/contract/index.ts";
import { problemOf } from "../client/problem-of.ts";
import { base64Of } from "./base64-of.ts";
import type { ClientSource } from "./connection-store.ts";

/** Bytes in one call; what the station takes at once. */
const chunkBytes = 384 * 1024;

export interface ManifestCheckState {
  readonly status: "idle" | "sending" | "checking" | "done" | "failed" | "cancelled";
  readonly fileName: string;
  /** Bytes that the station has, and that it will have. */
  readonly sent: number;
  readonly size: number;
  /** Of a sealed one. */
  readonly report: ManifestReport | null;
  /** Of one without a seal. */
  readonly comparison: ManifestComparison | null;
  readonly problem: Problem | null;
  /** Hands a manifest to the station piece by piece and has it verified; a check under way is given up. */
  readonly check: (file: Blob, fileName: string) => Promise<void>;
  readonly cancel: () => void;
  /** Back to the beginning. */
  readonly clear: () => void;
}

export type ManifestCheckStore = StoreApi<ManifestCheckState>;

const beginning = {
  status: "idle",
  fileName: "",
  sent: 0,
  size: 0,
  report: null,
  comparison: null,
  problem: null,
} as const;

export function createManifestCheckStore(client: ClientSource): ManifestCheckStore {
  let running: AbortController | undefined;
  return createStore((set) => {
    const stop = (): void => {
      running?.abort();
      running = undefined;
    };
    return {
      ...beginning,
      check: async (file, fileName) => {
        stop();
        const mine = new AbortController();
        running = mine;
        const show = (change: Partial<ManifestCheckState>) => !mine.signal.aborted && set(change);
        show({ ...beginning, status: "sending", fileName, size: file.size });
        try {
          const verdict = await verified(client, file, mine.signal, (sent) =>
            show({ sent, status: sent < file.size ? "sending" : "checking" }),
          );
          show({ status: "done", ...verdict });
        } catch (error) {
          show({ status: "failed", problem: problemOf(error) });
        }
      },
      cancel: () => {
        stop();
        set({ status: "cancelled" });
      },
      clear: () => {
        stop();
        set(beginning);
      },
    };
  });
}

type Verdict = Pick<ManifestCheckState, "report" | "comparison">;

async function verified(
  client: ClientSource,
  file: Blob,
  signal: AbortSignal,
  onSent: (bytes: number) => void,
): Promise<Verdict> {
  const { manifests } = client();
  const sealed = await isSealed(file);
  const { upload } = await manifests.begin({ size: file.size }, { signal });
  try {
    for (let offset = 0; offset < file.size; offset += chunkBytes) {
      const chunk = base64Of(await file.slice(offset, offset + chunkBytes).arrayBuffer());
      const { received } = await manifests.append({ upload, chunk }, { signal });
      onSent(received);
    }
    return sealed
      ? { report: await manifests.verify({ upload }, { signal }), comparison: null }
      : { report: null, comparison: await manifests.compare({ upload }, { signal }) };
  } catch (error) {
    // What was sent is forgotten by itself after a while; the reason is the first failure.
    if (signal.aborted) void manifests.cancel({ upload }).catch(() => undefined);
    throw error;
  }
}

/** Longer than any header. */
const headBytes = 64 * 1024;

/** By what it says of itself: its header, or where that is damaged its list of entries or its seal. */
async function isSealed(file: Blob): Promise<boolean> {
  const head = await file.slice(0, headBytes).text();
  const tail = await file.slice(Math.max(0, file.size - headBytes)).text();
  return head.includes('"touchmark-sealed"') || /^\{"from":\d/m.test(head) || /^\{"algorithm":/m.test(tail);
}
