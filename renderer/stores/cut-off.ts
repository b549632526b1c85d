import type { Problem } from "../../main/api/contract/index.ts";

let here = false;
const waiting = new Map<object, () => unknown>();
const triedAgain = new Set<object>();

/** Whether nothing was refused: the connection went away under the call. */
export const isCutOff = ({ code }: Problem): boolean => code === "screen.disconnected";

/** What the lost connection cut off is asked again, once for each `who`, as soon as there is a connection. */
export function askWhenBack(who: object, ask: () => unknown): void {
  if (!here) waiting.set(who, ask);
  else if (!triedAgain.has(who)) {
    // The end of the connection before this one was heard late.
    triedAgain.add(who);
    ask();
  }
}

/** There is a connection, or there is none. */
export function setConnected(connected: boolean): void {
  here = connected;
  triedAgain.clear();
  if (!connected) return;
  const asks = [...waiting.values()];
  waiting.clear();
  for (const ask of asks) ask();
}
