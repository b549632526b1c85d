import type { Slot } from "../../main/api/contract/index.ts";
import type { LineStore } from "../stores/line-store.ts";
import type { SoundStore } from "../stores/sound-store.ts";

/** What is used of `speechSynthesis`. */
export interface Voice {
  /** `lang`: BCP 47; volume 0..1. */
  say(text: string, lang: string, volume: number): void;
}

interface SayResults {
  readonly line: LineStore;
  readonly sound: SoundStore;
  readonly voice: Voice;
  /** What a slot is said to be, in the language in use. */
  readonly wordsOf: (slot: Slot) => string;
  readonly language: () => string;
}

const said: readonly Slot["state"][] = ["pass", "fail", "scan", "set-aside"];
/** More at once would be heard long after they are over. */
const mostAtOnce = 3;

/** Says aloud what came to a result or asks for a hand, where that was chosen; what it returns ends that. */
export function sayResults({ line, sound, voice, wordsOf, language }: SayResults): () => void {
  return line.subscribe((after, before) => {
    const { on, spoken, volume } = sound.getState();
    if (!on || !spoken || after.slots === before.slots) return;
    const was = new Map(before.slots.map((slot) => [slot.id, slot]));
    const fresh = after.slots.filter((slot) => {
      const earlier = was.get(slot.id);
      return earlier !== undefined && earlier.state !== slot.state && said.includes(slot.state);
    });
    for (const slot of fresh.slice(0, mostAtOnce)) voice.say(wordsOf(slot), language(), volume / 100);
  });
}

/** The browser's voice; silent where it has none. */
export const browserVoice: Voice = {
  say: (text, lang, volume) => {
    if (typeof speechSynthesis === "undefined") return;
    const words = new SpeechSynthesisUtterance(text);
    words.lang = lang;
    words.volume = volume;
    speechSynthesis.speak(words);
  },
};
