import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { baseErrors } from "../base/errors/base-errors.ts";

const silent = (): Writable =>
  new Writable({
    write(_chunk, _encoding, done) {
      done();
    },
  });

/** Asks at the terminal, on standard error, and shows nothing of what is typed; undefined where there is no terminal. Throws `station.cancelled`. */
export async function readPin(question: string, signal: AbortSignal): Promise<string | undefined> {
  if (!process.stdin.isTTY) return undefined;
  process.stderr.write(question);
  const lines = createInterface({ input: process.stdin, output: silent(), terminal: true });
  try {
    return await new Promise<string>((resolve, reject) => {
      const stop = (): void => reject(baseErrors.cancelled("nobody typed a PIN"));
      signal.addEventListener("abort", stop, { once: true });
      lines.once("line", resolve);
      lines.once("close", stop);
      lines.once("SIGINT", stop);
    });
  } finally {
    lines.close();
    process.stderr.write("\n");
  }
}
