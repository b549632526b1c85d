import type { Slot } from "../../../main/api/contract/index.ts";
import { type CrashUnit, type HeldIdentity, heldIdentity } from "./crash-units.ts";

/** A PASS as a person saw it, and who the device was by its own word at that moment. */
export interface ShownPass {
  readonly runId: string;
  readonly serialNumber: string;
  readonly registrationId: string;
  readonly held: HeldIdentity;
}

/** Everything that was on the screen, over all lives of the station. */
export class ShownPasses {
  readonly passes = new Map<string, ShownPass>();
  readonly failures: Record<string, number> = {};
  readonly wrong: string[] = [];
  readonly #firstOf = new Map<string, ShownPass>();

  /** Of a run that is over, heard for the first time. */
  note(slot: Slot, unit: CrashUnit | undefined): void {
    if (slot.state === "fail") this.#fail(slot);
    if (slot.state === "pass") this.#pass(slot, unit);
  }

  get units(): number {
    return this.#firstOf.size;
  }

  #fail({ problem, serialNumber }: Slot): void {
    const code = problem?.code ?? "none";
    this.failures[code] = (this.failures[code] ?? 0) + 1;
    if (code === "station.defect" || code.startsWith("records."))
      this.wrong.push(`${serialNumber ?? "a unit"} failed with ${code}: ${problem?.detail ?? ""}`);
  }

  #pass({ runId, serialNumber, registrationId }: Slot, unit: CrashUnit | undefined): void {
    if (runId === null || serialNumber === null || registrationId === null || unit === undefined) {
      this.wrong.push(`PASS of nobody: ${String(runId)} ${String(serialNumber)} ${String(registrationId)}`);
      return;
    }
    const held = heldIdentity(unit);
    const pass = { runId, serialNumber, registrationId, held };
    this.passes.set(runId, pass);
    if (unit.serialNumber !== serialNumber) this.wrong.push(`${serialNumber} was shown for ${unit.serialNumber}`);
    if (held.registrationId !== registrationId)
      this.wrong.push(`${serialNumber} holds ${String(held.registrationId)}, shown was ${registrationId}`);
    const first = this.#firstOf.get(serialNumber) ?? pass;
    this.#firstOf.set(serialNumber, first);
    const isSame =
      first.registrationId === registrationId &&
      first.held.publicKeySha256 === held.publicKeySha256 &&
      Buffer.compare(first.held.certificate ?? Buffer.alloc(0), held.certificate ?? Buffer.alloc(0)) === 0;
    if (!isSame) this.wrong.push(`${serialNumber} passed with another identity than before`);
  }
}
