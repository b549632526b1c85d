import { fork } from "node:child_process";
import { once } from "node:events";

/** Runs a program of the bench in a process of its own, whose memory is nobody else's; gives the one thing it says before it ends. */
export async function runApart<Answer>(program: string, given: object): Promise<Answer> {
  const child = fork(new URL(program, import.meta.url));
  child.send(given);
  const answer: Promise<[Answer]> = once(child, "message").then(([message]) => [message]);
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`${program} ended with ${String(code)} before it had an answer`);
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

/** Of this process now, and the most it has ever been. */
export const memoryMiB = (): { readonly now: number; readonly most: number } => ({
  now: Math.round(process.memoryUsage().rss / mib),
  most: Math.round(process.resourceUsage().maxRSS / 1024),
});
