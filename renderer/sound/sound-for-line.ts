import type { FindStore } from "../stores/find-store.ts";
import type { LineStore } from "../stores/line-store.ts";
import type { SoundStore } from "../stores/sound-store.ts";
import type { SoundName } from "./melodies.ts";
import type { SoundPlayer } from "./sound-player.ts";
import { soundOfFind } from "./sound-of-find.ts";
import { soundsOfChange } from "./sounds-of-change.ts";

const gestures = ["pointerdown", "keydown"] as const;

interface SoundForLine {
  readonly line: LineStore;
  /** Scans on Verify. */
  readonly find: FindStore;
  readonly sound: SoundStore;
  readonly player: SoundPlayer;
  /** Where presses and keys are heard: the window. */
  readonly gestures: Pick<EventTarget, "addEventListener" | "removeEventListener">;
}

/** Those that are tried. */
const soundNames: readonly SoundName[] = ["pass", "fail", "tick", "buzz"];

/** Lets the line, and scans on Verify, be heard from the first press or key on; what it returns ends that. */
export function soundForLine({ line, find, sound, player, gestures: target }: SoundForLine): () => void {
  const arm = () => player.arm();
  for (const gesture of gestures) target.addEventListener(gesture, arm, { capture: true, passive: true });
  const end = line.subscribe((after, before) => {
    const { on, volume } = sound.getState();
    if (on) for (const name of soundsOfChange(before, after)) player.play(name, volume);
  });
  const endFind = find.subscribe((after, before) => {
    const { on, volume } = sound.getState();
    const name = soundOfFind(before, after);
    if (on && name !== null) player.play(name, volume);
  });
  const endTry = sound.subscribe(({ wanted, volume }, before) => {
    const name = soundNames.find((one) => one === wanted?.name);
    if (wanted === before.wanted || name === undefined) return;
    player.arm();
    player.play(name, volume);
  });
  return () => {
    endTry();
    end();
    endFind();
    for (const gesture of gestures) target.removeEventListener(gesture, arm, { capture: true });
  };
}
