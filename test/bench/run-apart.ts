import { fork } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";

/** Runs a program of the bench in a process of its own, whose memory is nobody else's; gives the one thing it says before it ends. */
export const runApart = <Answer>(program: string, given: object): Promise<Answer> =>
  runFile(new URL(program, import.meta.url), given);

/** The same of a program bundled into one file, as a station is: without what reads its sources. */
export const runBundle = <Answer>(file: string, given: object): Promise<Answer> => runFile(file, given);

async function runFile<Answer>(program: string | URL, given: object): Promise<Answer> {
  const child = fork(program);
  child.send(given);
  const answer: Promise<[Answer]> = once(child, "message").then(([message]) => [message]);
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`${String(program)} ended with ${String(code)} before it had an answer`);
  });
  const [said] = await Promise.race([answer, ended]);
  await ended.catch(() => undefined);
  return said;
}

/** The other side: what was given, once. */
export async function given<Given>(): Promise<Given> {
  const [message] = await once(process, "message");
  return message;
}

/** Says it and ends. */
export function answer(said: object): void {
  process.send?.(said, () => process.disconnect());
}

const mib = 2 ** 20;
const statusFile = "/proc/self/status";

/** Of this process now, and the most it has ever been. */
export const memoryMiB = (): { readonly now: number; readonly most: number } => ({
  now: Math.round(process.memoryUsage().rss / mib),
  most: Math.round(mostKiB() / 1024),
});

/** What Linux says of resource usage begins with the memory of whoever started the process; the high-water mark of its own memory does not. */
function mostKiB(): number {
  const [, own] = existsSync(statusFile) ? (/^VmHWM:\s*(\d+) kB/m.exec(readFileSync(statusFile, "utf8")) ?? []) : [];
  return own === undefined ? process.resourceUsage().maxRSS : Number(own);
}
