import type { FindState } from "../stores/find-store.ts";
import type { SoundName } from "./melodies.ts";

type Find = Pick<FindState, "busy" | "finding">;

/** What the end of a look-up on Verify sounds like: a tick for what is there, a buzz for what is not; null while there is none. */
export function soundOfFind(before: Find, after: Find): SoundName | null {
  if (!before.busy || after.busy) return null;
  return after.finding === null || after.finding.kind === "several" ? "tick" : "buzz";
}
