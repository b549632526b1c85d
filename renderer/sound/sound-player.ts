import { melodies, type Note, type SoundName } from "./melodies.ts";

/** What is used of Web Audio. */
export type AudioOutput = Pick<
  AudioContext,
  "state" | "currentTime" | "destination" | "resume" | "createOscillator" | "createGain"
>;

/** 32 slots that end at once are one sound, not thirty-two. */
const apartMs = 150;
const attackSeconds = 0.006;

/** Plays sounds once it is armed by a gesture; without audio, or before, it is silent and never throws. */
export class SoundPlayer {
  readonly #open: () => AudioOutput;
  #output: AudioOutput | undefined;
  readonly #last = new Map<SoundName, number>();

  constructor(open: () => AudioOutput) {
    this.#open = open;
  }

  /** To be called from a press or key: browsers start audio only there. */
  arm(): void {
    try {
      this.#output ??= this.#open();
      if (this.#output.state === "running") return;
      this.#output.resume().catch(() => undefined);
    } catch {
      this.#output = undefined;
    }
  }

  /** `volume` 0..100. Whether it sounds. */
  play(name: SoundName, volume: number): boolean {
    const output = this.#output;
    if (output === undefined || output.state !== "running" || volume <= 0) return false;
    const now = output.currentTime;
    if ((now - (this.#last.get(name) ?? Number.NEGATIVE_INFINITY)) * 1000 < apartMs) return false;
    this.#last.set(name, now);
    try {
      for (const note of melodies[name]) playNote(output, note, (volume / 100) ** 2);
      return true;
    } catch {
      return false;
    }
  }
}

function playNote(output: AudioOutput, note: Note, volume: number): void {
  const start = output.currentTime + note.atMs / 1000;
  const end = start + note.lastsMs / 1000;
  const voice = output.createOscillator();
  voice.type = note.wave;
  voice.frequency.setValueAtTime(note.from, start);
  voice.frequency.exponentialRampToValueAtTime(note.to, end);
  const gain = output.createGain();
  // From and to silence without a click.
  gain.gain.setValueAtTime(0.0001, start);
  gain.gain.exponentialRampToValueAtTime(Math.max(0.0001, note.loud * volume), start + attackSeconds);
  gain.gain.exponentialRampToValueAtTime(0.0001, end);
  voice.connect(gain).connect(output.destination);
  voice.start(start);
  voice.stop(end);
}
