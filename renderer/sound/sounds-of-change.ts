import type { Slot } from "../../main/api/contract/index.ts";
import type { LineState } from "../stores/line-store.ts";
import type { SoundName } from "./melodies.ts";

type Line = Pick<LineState, "slots" | "notice">;

/** What a change of the line sounds like, the worst first; a state that was there before, or at the start, is silent. */
export function soundsOfChange(before: Line, after: Line): readonly SoundName[] {
  const results = new Set(after.slots.flatMap((slot) => resultOf(before.slots, slot)));
  const sounds: SoundName[] = (["fail", "pass"] as const).filter((result) => results.has(result));
  const { notice } = after;
  if (notice !== null && notice !== before.notice && notice.kind === "scan") {
    sounds.push(notice.accepted ? "tick" : "buzz");
  }
  return sounds;
}

function resultOf(before: readonly Slot[], slot: Slot): ("pass" | "fail")[] {
  const was = before.find(({ id }) => id === slot.id);
  if (was === undefined || (slot.state !== "pass" && slot.state !== "fail")) return [];
  // A run whose beginning was missed still ends in a sound.
  return was.state === slot.state && was.runId === slot.runId ? [] : [slot.state];
}
