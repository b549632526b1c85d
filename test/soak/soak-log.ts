import type { RunState } from "../../main/workflow/engine/run-machine.ts";
import type { Slot } from "../../main/workflow/slots/slot.ts";
import type { SoakPort } from "./soak-port.ts";
import { type OwnIdentity, ownIdentity, type SoakUnit } from "./soak-units.ts";

export interface LoggedRun {
  readonly serialNumber: string;
  outcome: RunState["outcome"];
}

/** What the slots showed, beside what was really in them. */
export class SoakLog {
  readonly runs = new Map<string, LoggedRun>();
  /** Of every unit that passed, by serial number, as its own memory had it at its last PASS. */
  readonly identities = new Map<string, OwnIdentity>();
  readonly failures: Record<string, number> = {};
  readonly wrong: string[] = [];
  passed = 0;
  impostors = 0;
  readonly #inSlot = new Map<string, { readonly runId: string; readonly unit: SoakUnit | undefined }>();

  /** The unit of the run that the slot shows. */
  unitOf(slotId: string): SoakUnit | undefined {
    return this.#inSlot.get(slotId)?.unit;
  }

  hear(slot: Slot, port: SoakPort): void {
    const { run } = slot.state;
    if (run?.runId === null || run === null) return;
    const logged = this.runs.get(run.runId) ?? this.#begin(run.runId, slot.id, port.unit);
    if (logged.outcome !== "running") return;
    const unit = this.unitOf(slot.id);
    if (run.serialNumber !== null && run.serialNumber !== unit?.serialNumber)
      this.wrong.push(`run ${run.runId}: ${run.serialNumber} was shown for ${unit?.serialNumber ?? "nobody"}`);
    if (run.outcome === "running") return;
    logged.outcome = run.outcome;
    if (run.outcome === "pass") this.#pass(run.registrationId, unit);
    else this.#fail(run.error?.code ?? "none", run.error?.detail ?? "");
  }

  #begin(runId: string, slotId: string, unit: SoakUnit | undefined): LoggedRun {
    const begun: LoggedRun = { serialNumber: unit?.serialNumber ?? "", outcome: "running" };
    this.runs.set(runId, begun);
    this.#inSlot.set(slotId, { runId, unit });
    if (unit?.impostor === true) this.impostors += 1;
    return begun;
  }

  #pass(registrationId: string | null, unit: SoakUnit | undefined): void {
    this.passed += 1;
    if (unit === undefined) return void this.wrong.push(`PASS of ${registrationId ?? ""} in an empty slot`);
    if (unit.impostor) this.wrong.push(`PASS of an impostor of ${unit.serialNumber}`);
    const own = ownIdentity(unit);
    if (own.registrationId !== registrationId)
      this.wrong.push(
        `${unit.serialNumber} holds ${own.registrationId ?? "nothing"}, shown was ${registrationId ?? ""}`,
      );
    const before = this.identities.get(unit.serialNumber);
    if (before !== undefined && JSON.stringify(before) !== JSON.stringify(own))
      this.wrong.push(`${unit.serialNumber} passed with another identity than before`);
    this.identities.set(unit.serialNumber, own);
  }

  #fail(code: string, detail: string): void {
    this.failures[code] = (this.failures[code] ?? 0) + 1;
    if (code === "station.defect") this.wrong.push(`a defect: ${detail}`);
  }
}
