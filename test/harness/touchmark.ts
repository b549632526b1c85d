import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

const root = join(import.meta.dirname, "../..");

export interface CommandResult {
  readonly code: number | null;
  readonly documents: readonly Record<string, unknown>[];
  /** The last document of type `result`. */
  readonly result: Record<string, unknown>;
  readonly stderr: string;
}

/** Starts the command line as built into out/, the way `npm run touchmark --` does. */
export function startTouchmark(words: readonly string[]): ChildProcessByStdio<null, Readable, Readable> {
  return spawn(process.execPath, [join(root, "out/main/cli.js"), ...words], { stdio: ["ignore", "pipe", "pipe"] });
}

/** Runs a command to its end and parses what it printed with --json. */
export async function touchmark(...words: readonly string[]): Promise<CommandResult> {
  const child = startTouchmark([...words, "--json"]);
  const documents: Record<string, unknown>[] = [];
  createInterface(child.stdout).on("line", (line) => documents.push(JSON.parse(line)));
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const [code] = await once(child, "close");
  return { code, documents, result: documents.findLast((document) => document["type"] === "result") ?? {}, stderr };
}

export interface Background {
  /** The document that said it was ready. */
  readonly ready: Record<string, string>;
  /** Resolves with the next document of a type, on whichever stream this command talks. */
  next(type: string): Promise<Record<string, unknown>>;
  stop(): Promise<void>;
}

/** Starts a command that stays (`practice dps`, `practice device`) and waits until it is ready. */
export async function startInBackground(words: readonly string[], stream: "stdout" | "stderr"): Promise<Background> {
  const child = startTouchmark([...words, "--json"]);
  const seen: Record<string, unknown>[] = [];
  const lines = createInterface(child[stream]);
  lines.on("line", (line) => {
    if (line.startsWith("{")) seen.push(JSON.parse(line));
  });
  let other = "";
  child[stream === "stdout" ? "stderr" : "stdout"].on("data", (chunk: Buffer) => {
    other += chunk.toString();
  });
  const next = async (type: string): Promise<Record<string, unknown>> => {
    for (;;) {
      const index = seen.findIndex((document) => document["type"] === type);
      if (index !== -1) return seen.splice(index, 1)[0] ?? {};
      if (child.exitCode !== null) throw new Error(`${words.join(" ")} ended with ${child.exitCode}: ${other}`);
      await Promise.race([once(lines, "line"), once(child, "exit")]);
    }
  };
  const ready = (await next("ready")) as Record<string, string>;
  return {
    ready,
    next,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGTERM");
      await once(child, "exit");
    },
  };
}
