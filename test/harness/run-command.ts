import { once } from "node:events";
import { startTouchmark } from "./touchmark.ts";

export interface PlainResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command as a person does, without --json. */
export async function runCommand(...words: readonly string[]): Promise<PlainResult> {
  const child = startTouchmark(words);
  const heard = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => {
    heard.stdout += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    heard.stderr += chunk.toString();
  });
  await once(child, "close");
  return { code: child.exitCode, ...heard };
}
