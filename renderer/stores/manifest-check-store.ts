import { createStore, type StoreApi } from "zustand/vanilla";
import type {
  ManifestCompareEvent,
  ManifestComparison,
  ManifestReport,
  Problem,
} from "../../main/api/contract/index.ts";
import { problemOf } from "../client/problem-of.ts";
import { base64Of } from "./base64-of.ts";
import type { ClientSource } from "./connection-store.ts";

/** Bytes in one call; what the station takes at once. */
const chunkBytes = 384 * 1024;

const goesOnAfterMs = 20_000;

/** A comparison that somebody asked for, until it has come to its end. */
export interface Comparing {
  /** Null: with the records alone. */
  readonly service: string | null;
  /** What was stopped or failed goes on where it was. */
  readonly status: "running" | "stopped" | "failed";
  /** Units asked about at the service; null until the station said. */
  readonly progress: { readonly asked: number; readonly toAsk: number } | null;
  readonly problem: Problem | null;
}

export interface ManifestCheckState {
  readonly status: "idle" | "sending" | "checking" | "done" | "failed" | "cancelled";
  readonly fileName: string;
  /** Bytes that the station has, and that it will have. */
  readonly sent: number;
  readonly size: number;
  /** Services it can be compared with. */
  readonly services: readonly string[];
  /** Of a sealed one. */
  readonly report: ManifestReport | null;
  /** Of one without a seal, and of any that was compared. */
  readonly comparison: ManifestComparison | null;
  readonly comparing: Comparing | null;
  readonly problem: Problem | null;
  /** Hands a manifest to the station piece by piece and has it verified; a check under way is given up. */
  readonly check: (file: Blob, fileName: string) => Promise<void>;
  /** Has the same file compared with the records and, if one is named, a service; goes on with what was cut off. */
  readonly compare: (service: string | null) => Promise<void>;
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
  services: [],
  report: null,
  comparison: null,
  comparing: null,
  problem: null,
} as const;

/** The file on screen, and what the station calls it. */
interface Sheet {
  readonly file: Blob;
  upload: string | undefined;
}

export function createManifestCheckStore(client: ClientSource): ManifestCheckStore {
  let running: AbortController | undefined;
  let sheet: Sheet | undefined;
  let again: ReturnType<typeof setTimeout> | undefined;
  const stop = (): void => {
    clearTimeout(again);
    running?.abort();
  };
  const begin = (): AbortController => {
    stop();
    running = new AbortController();
    return running;
  };
  const giveUp = (): void => {
    stop();
    if (sheet?.upload !== undefined) void forget(client, sheet.upload);
    [running, sheet] = [undefined, undefined];
  };
  return createStore((set, get) => ({
    ...beginning,
    check: async (file, fileName) => {
      giveUp();
      const { signal } = begin();
      const mine: Sheet = { file, upload: undefined };
      sheet = mine;
      const show = (change: Partial<ManifestCheckState>) => !signal.aborted && set(change);
      show({ ...beginning, status: "sending", fileName, size: file.size });
      try {
        await judge(client, mine, signal, show);
        show({ status: "done" });
      } catch (error) {
        show({ status: "failed", problem: problemOf(error) });
      }
    },
    compare: async (service) => {
      const mine = sheet;
      if (mine === undefined) return;
      const { signal } = begin();
      const show = (change: Partial<Comparing>) =>
        !signal.aborted && set(({ comparing }) => ({ comparing: comparing && { ...comparing, ...change } }));
      set(({ comparing }) => ({ comparing: begun(service, comparing) }));
      try {
        const comparison = await comparedAgain(client, mine, service, {
          signal,
          onProgress: (now) => show({ progress: now }),
        });
        if (!signal.aborted) set({ comparison, comparing: null });
      } catch (error) {
        const problem = problemOf(error);
        show({ status: "failed", problem });
        // A service that is away or busy: what its sentence says, that it goes on by itself, is true here too.
        if (!signal.aborted && problem.retry === "same-unit")
          again = setTimeout(() => void get().compare(service), goesOnAfterMs);
      }
    },
    cancel: () => {
      const { comparing } = get();
      stop();
      if (comparing?.status === "running") set({ comparing: { ...comparing, status: "stopped" } });
      else {
        giveUp();
        set({ status: "cancelled" });
      }
    },
    clear: () => {
      giveUp();
      set(beginning);
    },
  }));
}

/** With what is known of the progress if it was cut off. */
const begun = (service: string | null, before: Comparing | null): Comparing => ({
  service,
  status: "running",
  progress: before?.service === service ? before.progress : null,
  problem: null,
});

/** Its seal, or where it has none the records, say what it is. */
async function judge(
  client: ClientSource,
  sheet: Sheet,
  signal: AbortSignal,
  show: (change: Partial<ManifestCheckState>) => void,
): Promise<void> {
  const { file } = sheet;
  show({ services: await client().manifests.services(undefined, { signal }) });
  const upload = await handOver(client, sheet, signal, (sent) =>
    show({ sent, status: sent < file.size ? "sending" : "checking" }),
  );
  if (await isSealed(file)) show({ report: await client().manifests.verify({ upload }, { signal }) });
  else show({ comparison: await compared(client, { upload, service: null }, signal) });
}

interface Watch {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: NonNullable<Comparing["progress"]>) => void;
}

/** The file is handed over once more if the station has forgotten it. */
async function comparedAgain(
  client: ClientSource,
  sheet: Sheet,
  service: string | null,
  { signal, onProgress }: Watch,
): Promise<ManifestComparison> {
  const { upload } = sheet;
  try {
    if (upload !== undefined) return await compared(client, { upload, service }, signal, onProgress);
  } catch (error) {
    if (problemOf(error).code !== "manifest.no-upload") throw error;
  }
  const again = await handOver(client, sheet, signal, () => undefined);
  return compared(client, { upload: again, service }, signal, onProgress);
}

async function compared(
  client: ClientSource,
  order: { readonly upload: string; readonly service: string | null },
  signal: AbortSignal,
  onProgress: Watch["onProgress"] = () => undefined,
): Promise<ManifestComparison> {
  const events: AsyncIterable<ManifestCompareEvent> = await client().manifests.compare(order, { signal });
  for await (const event of events) {
    if (event.type === "done") return event.comparison;
    onProgress({ asked: event.asked, toAsk: event.toAsk });
  }
  throw new Error("the comparison came to no end");
}

async function handOver(
  client: ClientSource,
  sheet: Sheet,
  signal: AbortSignal,
  onSent: (bytes: number) => void,
): Promise<string> {
  const { manifests } = client();
  const { file } = sheet;
  const { upload } = await manifests.begin({ size: file.size }, { signal });
  sheet.upload = upload;
  for (let offset = 0; offset < file.size; offset += chunkBytes) {
    const chunk = base64Of(await file.slice(offset, offset + chunkBytes).arrayBuffer());
    const { received } = await manifests.append({ upload, chunk }, { signal });
    onSent(received);
  }
  return upload;
}

/** Else the station forgets it by itself after a while. */
async function forget(client: ClientSource, upload: string): Promise<void> {
  try {
    await client().manifests.cancel({ upload });
  } catch {
    // It is forgotten already, or the station is away.
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
