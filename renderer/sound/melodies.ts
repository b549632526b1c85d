export type SoundName = "pass" | "fail" | "tick" | "buzz";

export interface Note {
  readonly wave: OscillatorType;
  /** Hz at the beginning and at the end. */
  readonly from: number;
  readonly to: number;
  /** ms after the sound's beginning. */
  readonly atMs: number;
  readonly lastsMs: number;
  /** 0..1, of the volume. */
  readonly loud: number;
}

const note = (wave: OscillatorType, [from, to]: readonly [number, number], atMs: number, lastsMs: number): Note => ({
  wave,
  from,
  to,
  atMs,
  lastsMs,
  loud: wave === "square" || wave === "sawtooth" ? 0.5 : 1,
});

/** Told apart in noise by pitch, number and length, not by timbre alone. */
export const melodies: Readonly<Record<SoundName, readonly Note[]>> = {
  pass: [note("triangle", [880, 880], 0, 130), note("triangle", [1319, 1319], 140, 260)],
  fail: [note("square", [196, 98], 0, 140), note("square", [196, 98], 200, 180)],
  tick: [note("sine", [2100, 2100], 0, 35)],
  buzz: [note("sawtooth", [120, 120], 0, 380)],
};
