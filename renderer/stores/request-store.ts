import { createStore, type StoreApi } from "zustand/vanilla";
import type { Problem, ReturnedVerdict } from "../../main/api/contract/index.ts";
import { problemOf } from "../client/problem-of.ts";
import { base64Of } from "./base64-of.ts";
import type { ClientSource } from "./connection-store.ts";

/** What can be saved of a lot's requests. */
export type RequestFile = "requests" | "index" | "extensions";

/** What became of one file. */
export interface CertificateImport {
  readonly fileName: string;
  readonly verdicts: readonly ReturnedVerdict[];
  readonly problem: Problem | null;
}

export interface RequestState {
  readonly status: "idle" | "running" | "done";
  readonly files: readonly CertificateImport[];
  /** Why a lot's requests could not be had. */
  readonly problem: Problem | null;
  /** Its text and name; null if it was refused. */
  readonly file: (lot: string, what: RequestFile) => Promise<{ readonly fileName: string; readonly blob: Blob } | null>;
  /** Hands files to the station one after the other. */
  readonly add: (files: readonly File[]) => Promise<void>;
  readonly clear: () => void;
}

export type RequestStore = StoreApi<RequestState>;

/** As Base64 it goes in one message over the web shell's socket, which takes 1 MiB. */
const largestPart = 700_000;
const largestFile = 50_000_000;
const endOfCertificate = "-----END CERTIFICATE-----";

const endings: Readonly<Record<RequestFile, readonly [ending: string, mediaType: string]>> = {
  requests: ["-requests.pem", "application/x-pem-file"],
  index: ["-requests.csv", "text/csv; charset=utf-8"],
  extensions: ["-device.cnf", "text/plain; charset=utf-8"],
};

export function createRequestStore(client: ClientSource): RequestStore {
  let wave = 0;
  return createStore((set, get) => ({
    status: "idle",
    files: [],
    problem: null,
    file: async (lot, what) => {
      try {
        const parts = await readParts(client, lot, what);
        set({ problem: null });
        const [ending, type] = endings[what];
        return { fileName: `${lot}${ending}`, blob: new Blob(parts, { type }) };
      } catch (error) {
        set({ problem: problemOf(error) });
        return null;
      }
    },
    add: async (files) => {
      wave += 1;
      const mine = wave;
      set({ status: "running", files: [] });
      for (const file of files) {
        const one = await addFile(client, file);
        if (mine !== wave) return;
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

async function readParts(client: ClientSource, lot: string, what: RequestFile): Promise<string[]> {
  const parts: string[] = [];
  for (let after: number | null = 0; after !== null; ) {
    const page: Awaited<ReturnType<ReturnType<ClientSource>["requests"]["export"]>> = await client().requests.export({
      lot,
      after,
    });
    if (what === "extensions") return [page.extensions];
    parts.push(what === "requests" ? page.pem : page.index);
    after = page.next;
  }
  return parts;
}

async function addFile(client: ClientSource, file: File): Promise<CertificateImport> {
  const fileName = file.name;
  const verdicts: ReturnedVerdict[] = [];
  try {
    const parts = file.size === 0 || file.size > largestFile ? [] : partsOf(await file.arrayBuffer());
    if (parts.length === 0) return { fileName, verdicts, problem: wrongSize(file.size) };
    for (const part of parts) verdicts.push(...(await client().requests.import({ base64: base64Of(part) })));
    return { fileName, verdicts, problem: null };
  } catch (error) {
    return { fileName, verdicts, problem: problemOf(error) };
  }
}

/** A large bundle of PEM goes in pieces, each of whole certificates; what cannot be cut must be small. */
function partsOf(content: ArrayBuffer): readonly ArrayBuffer[] {
  if (content.byteLength <= largestPart) return [content];
  const certificates = new TextDecoder("latin1").decode(content).split(endOfCertificate).slice(0, -1);
  const parts: string[] = [];
  for (const certificate of certificates) {
    const text = certificate + endOfCertificate;
    const last = parts.at(-1) ?? "";
    if (last !== "" && last.length + text.length <= largestPart) parts[parts.length - 1] = last + text;
    else parts.push(text);
  }
  if (parts.some(({ length }) => length > largestPart)) return [];
  return parts.map((text) => new TextEncoder().encode(text).buffer);
}

const wrongSize = (size: number): Problem => ({
  code: "screen.file-size",
  sentence: "Choose certificate files of 1 byte to 700 kB.",
  detail: `${size} bytes; only PEM may be larger`,
  retry: "after-fix",
});
