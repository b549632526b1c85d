import type { AudioOutput } from "../../../../renderer/sound/sound-player.ts";

interface Sounded {
  readonly wave: string;
  readonly hz: number;
  /** s on the output's clock. */
  readonly start: number;
  readonly stop: number;
}

/** Web Audio that writes down what it would sound. */
export class FakeAudio {
  state: AudioContextState = "suspended";
  currentTime = 0;
  readonly destination = {};
  readonly sounded: Sounded[] = [];
  readonly peaks: number[] = [];

  async resume(): Promise<void> {
    this.state = "running";
  }

  createOscillator() {
    const voice = { type: "sine", hz: 0, begun: 0 };
    const node = {
      set type(wave: string) {
        voice.type = wave;
      },
      frequency: {
        setValueAtTime: (hz: number) => {
          voice.hz = hz;
        },
        exponentialRampToValueAtTime: () => undefined,
      },
      connect: (next: unknown) => next,
      start: (at: number) => {
        voice.begun = at;
      },
      stop: (at: number) => this.sounded.push({ wave: voice.type, hz: voice.hz, start: voice.begun, stop: at }),
    };
    return node;
  }

  createGain() {
    const gain = {
      setValueAtTime: () => undefined,
      exponentialRampToValueAtTime: (value: number) => void this.peaks.push(value),
    };
    return { gain, connect: (next: unknown) => next };
  }

  /** What the player sees of it. */
  get output(): AudioOutput {
    return this as unknown as AudioOutput;
  }
}
