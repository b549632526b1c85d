import type { LineStore } from "../stores/line-store.ts";
import type { SoundStore } from "../stores/sound-store.ts";
import type { SoundPlayer } from "./sound-player.ts";
import { soundsOfChange } from "./sounds-of-change.ts";

const gestures = ["pointerdown", "keydown"] as const;

interface SoundForLine {
  readonly line: LineStore;
  readonly sound: SoundStore;
  readonly player: SoundPlayer;
  /** Where presses and keys are heard: the window. */
  readonly gestures: Pick<EventTarget, "addEventListener" | "removeEventListener">;
}

/** Lets the line be heard from the first press or key on; what it returns ends that. */
export function soundForLine({ line, sound, player, gestures: target }: SoundForLine): () => void {
  const arm = () => player.arm();
  for (const gesture of gestures) target.addEventListener(gesture, arm, { capture: true, passive: true });
  const end = line.subscribe((after, before) => {
    const { on, volume } = sound.getState();
    if (on) for (const name of soundsOfChange(before, after)) player.play(name, volume);
  });
  return () => {
    end();
    for (const gesture of gestures) target.removeEventListener(gesture, arm, { capture: true });
  };
}
