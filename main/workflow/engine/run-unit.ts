import { asStationError, baseErrors } from "../../base/errors/base-errors.ts";
import { isStationError, type StationError } from "../../base/errors/station-error.ts";
import type { DeviceSession } from "../../device/device-session.ts";
import { planSteps } from "../steps/plan.ts";
import type { Findings, Plant, RunOrder, Step, StepId, StepResult } from "../steps/step.ts";
import { cutOff } from "./cut-off.ts";
import { advanceRun, newRun, type RunEvent, type RunState } from "./run-machine.ts";

export interface RunOptions {
  readonly order: RunOrder;
  readonly plant: Plant;
  /** Opens a fresh conversation with the unit; the run closes it. */
  readonly openSession: (signal: AbortSignal) => Promise<DeviceSession>;
  /** Aborted by a stop or when the unit is pulled; its reason, if a StationError, becomes the run's failure. */
  readonly signal: AbortSignal;
  readonly onEvent: (event: RunEvent) => void;
  /** Called before and after every step: where the crash tests cut. */
  readonly onBoundary?: (boundary: string) => void;
}

export interface RunResult {
  readonly state: RunState;
  readonly findings: Findings;
}

/** Longer than any link takes to open by itself; a port whose driver hangs must not hold the slot. */
const openWithinMs = 20_000;

/**
 * One attempt on one unit. Never throws: whatever happens ends as a passed, failed or set-aside run with a code, and as a row in the
 * records unless the records themselves are what failed.
 */
export async function runUnit(options: RunOptions): Promise<RunResult> {
  const run = new Run(options);
  return run.execute();
}

/** A step at its place in the plan, from 1. */
interface Line {
  readonly step: Step;
  readonly number: number;
  readonly id: StepId;
}

class Run {
  readonly #options: RunOptions;
  readonly #startedMs: number;
  #state = newRun;
  #findings: Findings = {};
  #lastLine: Promise<void> | undefined;

  constructor(options: RunOptions) {
    this.#options = options;
    this.#startedMs = options.plant.clock.monotonicMs();
  }

  async execute(): Promise<RunResult> {
    let session: DeviceSession | undefined;
    try {
      const steps = await this.#begin();
      session = await this.#openSession();
      const setAside = await this.#runSteps(steps, session);
      if (setAside === undefined) {
        this.#tell({ type: "passed", ms: this.#elapsedMs(), enrollment: this.#findings.enrollment ?? null });
        await this.#farewell(session);
      } else await this.#setAside(setAside);
    } catch (error) {
      await this.#fail(error);
    } finally {
      await session?.close().catch(() => undefined);
      await this.#lastLine;
    }
    return { state: this.#state, findings: this.#findings };
  }

  async #begin(): Promise<readonly Step[]> {
    const { order, plant } = this.#options;
    const steps = planSteps(order.recipe.recipe);
    this.#tell({ type: "started", runId: order.runId, plan: steps.map(({ id }) => id) });
    await plant.records.runs.start({
      runId: order.runId,
      lot: order.lot,
      slot: order.slot,
      startedAt: plant.clock.now().toISOString(),
    });
    return steps;
  }

  async #openSession(): Promise<DeviceSession> {
    const { openSession, signal } = this.#options;
    // The unit was pulled while its run waited to begin: what stands at the port by now is another one.
    signal.throwIfAborted();
    const onTimeout = (): StationError =>
      baseErrors.timedOut(`no conversation with the unit within ${openWithinMs / 1000} s`);
    // One that opens after the run has given up is nobody's, and would hold the port.
    const onLate = (session: DeviceSession): void => void session.close().catch(() => undefined);
    return await cutOff({ ms: openWithinMs, signal, onTimeout, onLate }, openSession);
  }

  /** Why the unit is set aside, if a step says so. */
  async #runSteps(steps: readonly Step[], session: DeviceSession): Promise<StationError | undefined> {
    const lines = steps.map((step, index) => ({ step, number: index + 1, id: step.id }));
    for (const [index, line] of lines.entries()) {
      const { setAside } = await this.#runStep(line, lines[index + 1], session);
      if (setAside !== undefined) return setAside;
    }
    return undefined;
  }

  /** What a step did and that the next begins is one line of the account: with 32 units at work each write of its own is felt. */
  async #runStep({ step, number, id }: Line, next: Line | undefined, session: DeviceSession): Promise<StepResult> {
    const { runs } = this.#options.plant.records;
    const { runId } = this.#options.order;
    // What was stopped between two steps begins no further one: a step that needs no device would not notice.
    this.#options.signal.throwIfAborted();
    this.#options.onBoundary?.(`before:${step.id}`);
    const startedMs = this.#options.plant.clock.monotonicMs();
    const took = (): number => this.#options.plant.clock.monotonicMs() - startedMs;
    this.#tell({ type: "step-started", number, id });
    let result: StepResult;
    try {
      if (number === 1) await runs.stepStarted(runId, { number, id });
      result = await this.#attempt(step, session);
      const { findings, measurements = {}, endsRun = false, setAside } = result;
      this.#keep(findings ?? {});
      const outcome = { number, id, outcome: "pass", code: null, ms: took(), measurements } as const;
      const line = runs.stepFinished(runId, outcome, setAside === undefined ? next : undefined);
      // A run on record as passed has passed, even if the disk fills up before the step's own line is written.
      if (endsRun) this.#lastLine = line.catch(() => undefined);
      else await line;
      this.#tell({ type: "step-finished", ...outcome });
    } catch (error) {
      const { code, detail } = this.#explain(error);
      const outcome = { number, id, outcome: "fail", code, ms: took(), measurements: { detail } } as const;
      this.#tell({ type: "step-finished", ...outcome });
      await runs.stepFinished(runId, outcome).catch(() => undefined);
      throw error;
    }
    this.#options.onBoundary?.(`after:${step.id}`);
    return result;
  }

  #attempt(step: Step, session: DeviceSession): Promise<StepResult> {
    const { order, plant, signal } = this.#options;
    const onTimeout = (): StationError =>
      baseErrors.timedOut(`step ${step.id} took longer than ${step.timeoutMs / 1000} s`);
    return cutOff({ ms: step.timeoutMs, signal, onTimeout }, (stepSignal) =>
      step.run({
        order,
        plant,
        session,
        findings: this.#findings,
        signal: stepSignal,
        elapsedMs: () => this.#elapsedMs(),
      }),
    );
  }

  #keep(found: Findings): void {
    this.#findings = { ...this.#findings, ...found };
    if (found.serialNumber !== undefined || found.registrationId !== undefined) {
      this.#tell({ type: "found", serialNumber: found.serialNumber, registrationId: found.registrationId });
    }
  }

  /**
   * A restarted device registers with its new identity; by then the unit is recorded, so a failure here changes nothing. Not a
   * second time: a device on USB vanishes and comes back as it restarts, which starts a run, which would restart it again.
   */
  async #farewell(session: DeviceSession): Promise<void> {
    if (this.#findings.passedBefore === true) return;
    await session.restart?.(this.#options.signal).catch(() => undefined);
  }

  async #setAside(error: StationError): Promise<void> {
    const { code, sentence, detail, retry } = error;
    const ms = this.#elapsedMs();
    const { runs } = this.#options.plant.records;
    await runs.setAside(this.#options.order.runId, { problem: { code, sentence, detail, retry }, ms });
    this.#tell({ type: "set-aside", ms, error });
  }

  async #fail(error: unknown): Promise<void> {
    const failure = this.#explain(error);
    const { code, sentence, detail, retry } = failure;
    const ms = this.#elapsedMs();
    this.#tell({ type: "failed", ms, error: failure });
    const { runs } = this.#options.plant.records;
    await runs
      .fail(this.#options.order.runId, { problem: { code, sentence, detail, retry }, ms })
      .catch(() => undefined);
  }

  /** What the failure really was: the reason the run was stopped for, if it was. */
  #explain(error: unknown): StationError {
    const { signal } = this.#options;
    if (!signal.aborted) return asStationError(error);
    const reason: unknown = signal.reason;
    return isStationError(reason) ? reason : baseErrors.cancelled("the run was stopped", reason);
  }

  #elapsedMs(): number {
    return this.#options.plant.clock.monotonicMs() - this.#startedMs;
  }

  #tell(event: RunEvent): void {
    this.#state = advanceRun(this.#state, event);
    try {
      this.#options.onEvent(event);
    } catch {
      // Whoever listens answers for itself; a screen that cannot be told is no reason to fail a unit.
    }
  }
}
