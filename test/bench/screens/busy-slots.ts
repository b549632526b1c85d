import type { Slot, StationEvent, StepId } from "../../../main/api/contract/index.ts";

const steps: readonly StepId[] = [
  "identify",
  "look-up",
  "read-endorsement-key",
  "check-endorsement-certificate",
  "activate-credential",
  "write-registration",
  "read-back",
  "record",
];
/** Steps, then PASS for two events, FAIL for two, and an empty slot for one. */
const turn = steps.length + 5;

const problem: Slot["problem"] = {
  code: "link.lost",
  sentence: "Reseat the plug, then press Try again.",
  detail: "the port was closed by the other side",
  retry: "same-unit",
};

/** What a slot says at its event of that number: units come, run, pass or fail and go, without end. */
export function busySlot(name: string, event: number, startedAt = new Date().toISOString()): Slot {
  const round = Math.floor(event / turn);
  const at = event % turn;
  const base: Slot = {
    id: name,
    name,
    state: "waiting",
    present: false,
    serialNumber: null,
    registrationId: null,
    runId: null,
    step: null,
    startedAt: null,
    elapsedMs: null,
    expectedMs: 3000,
    problem: null,
    next: "plug-in",
    enrollment: null,
  };
  if (at === turn - 1) return base;
  const unit: Slot = {
    ...base,
    present: true,
    serialNumber: `GW2${name.padStart(2, "0")}${String(round % 1_000_000).padStart(6, "0")}`,
    runId: `run-${name}-${round}`,
    startedAt,
  };
  const step = steps[at];
  if (step !== undefined)
    return { ...unit, state: "running", next: "wait", step: { id: step, number: at + 1, count: steps.length } };
  if (round % 4 === 3) return { ...unit, state: "fail", next: "reseat", problem, elapsedMs: 2417 };
  const enrollment = at === steps.length ? "queued" : "enrolled";
  return { ...unit, state: "pass", next: "take-out", elapsedMs: 2417, enrollment };
}

/** The events of all slots, one of each in turn. */
export class BusySlots {
  readonly #names: readonly string[];
  readonly #publish: (event: StationEvent) => void;
  readonly #startedAt: string[] = [];
  #sent = 0;
  #marks = 0;

  constructor(names: readonly string[], publish: (event: StationEvent) => void) {
    this.#names = names;
    this.#publish = publish;
  }

  /** Of all slots together. */
  get sent(): number {
    return this.#sent;
  }

  send(count: number): void {
    for (let index = 0; index < count; index += 1) {
      const place = this.#sent % this.#names.length;
      const name = this.#names[place] ?? "1";
      // Each is somewhere else in its unit, as on a line.
      const event = Math.floor(this.#sent / this.#names.length) + place * 5;
      if (event % turn === 0) this.#startedAt[place] = new Date().toISOString();
      this.#publish({ type: "slot", slot: busySlot(name, event, this.#startedAt[place]) });
      this.#sent += 1;
    }
  }

  /** The first slot passes a unit of a serial number that was never there; gives it. */
  mark(): string {
    const name = this.#names[0] ?? "1";
    const serialNumber = `GW3${String(this.#marks % 10_000).padStart(8, "0")}`;
    this.#marks += 1;
    this.#publish({ type: "slot", slot: { ...busySlot(name, steps.length), serialNumber } });
    return serialNumber;
  }

  /** So many a second of each slot, until the signal. */
  async keepSending(eachPerSecond: number, signal: AbortSignal): Promise<void> {
    const perMs = (eachPerSecond * this.#names.length) / 1000;
    const begin = performance.now();
    const before = this.#sent;
    await new Promise<void>((resolve) => {
      const timer = setInterval(() => {
        this.send(Math.floor((performance.now() - begin) * perMs) - (this.#sent - before));
      }, 4);
      signal.addEventListener(
        "abort",
        () => {
          clearInterval(timer);
          resolve();
        },
        { once: true },
      );
    });
  }
}
