import { within } from "../../base/async/within.ts";
import { asStationError, baseErrors } from "../../base/errors/base-errors.ts";
import type { StationError } from "../../base/errors/station-error.ts";
import type { DeviceSession } from "../../device/device-session.ts";
import { planSteps } from "../steps/plan.ts";
import type { Findings, Plant, RunOrder, Step, StepResult } from "../steps/step.ts";
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

/**
 * One attempt on one unit. Never throws: whatever happens ends as a passed or failed run with a code, and as a row in the
 * records unless the records themselves are what failed.
 */
export async function runUnit(options: RunOptions): Promise<RunResult> {
  const run = new Run(options);
  return run.execute();
}

class Run {
  readonly #options: RunOptions;
  readonly #startedMs: number;
  #state = newRun;
  #findings: Findings = {};

  constructor(options: RunOptions) {
    this.#options = options;
    this.#startedMs = options.plant.clock.monotonicMs();
  }

  async execute(): Promise<RunResult> {
    let session: DeviceSession | undefined;
    try {
      const steps = await this.#begin();
      session = await this.#options.openSession(this.#options.signal);
      for (const [index, step] of steps.entries()) await this.#runStep(step, index + 1, session);
      this.#tell({ type: "passed", ms: this.#elapsedMs(), enrollment: this.#findings.enrollment ?? null });
      await this.#farewell(session);
    } catch (error) {
      await this.#fail(error);
    } finally {
      await session?.close().catch(() => undefined);
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

  async #runStep(step: Step, number: number, session: DeviceSession): Promise<void> {
    const { runs } = this.#options.plant.records;
    const { runId } = this.#options.order;
    this.#options.onBoundary?.(`before:${step.id}`);
    const startedMs = this.#options.plant.clock.monotonicMs();
    const took = (): number => this.#options.plant.clock.monotonicMs() - startedMs;
    this.#tell({ type: "step-started", number, id: step.id });
    await runs.stepStarted(runId, { number, id: step.id });
    try {
      const { findings, measurements = {} } = await this.#attempt(step, session);
      this.#keep(findings ?? {});
      const outcome = { number, id: step.id, outcome: "pass", code: null, ms: took(), measurements } as const;
      await runs.stepFinished(runId, outcome);
      this.#tell({ type: "step-finished", ...outcome });
    } catch (error) {
      const { code, detail } = this.#explain(error);
      const outcome = { number, id: step.id, outcome: "fail", code, ms: took(), measurements: { detail } } as const;
      this.#tell({ type: "step-finished", ...outcome });
      await runs.stepFinished(runId, outcome).catch(() => undefined);
      throw error;
    }
    this.#options.onBoundary?.(`after:${step.id}`);
  }

  #attempt(step: Step, session: DeviceSession): Promise<StepResult> {
    const { order, plant, signal } = this.#options;
    const onTimeout = (): StationError =>
      baseErrors.timedOut(`step ${step.id} took longer than ${step.timeoutMs / 1000} s`);
    return within({ ms: step.timeoutMs, signal, onTimeout }, (stepSignal) =>
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

  /** A restarted device registers with its new identity; by then the unit is recorded, so a failure here changes nothing. */
  async #farewell(session: DeviceSession): Promise<void> {
    await session.restart?.(this.#options.signal).catch(() => undefined);
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
    return asStationError(signal.aborted && signal.reason instanceof Error ? signal.reason : error);
  }

  #elapsedMs(): number {
    return this.#options.plant.clock.monotonicMs() - this.#startedMs;
  }

  #tell(event: RunEvent): void {
    this.#state = advanceRun(this.#state, event);
    this.#options.onEvent(event);
  }
}
