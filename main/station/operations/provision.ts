import { randomUUID } from "node:crypto";
import { problemOf } from "../../api/report-problem.ts";
import type { RunEvent } from "../../workflow/engine/run-machine.ts";
import { type RunOptions, runUnit } from "../../workflow/engine/run-unit.ts";
import type { LoadedRecipe } from "../../workflow/recipe/parse-recipe.ts";
import { refusePilot } from "../../workflow/recipe/refuse-pilot.ts";
import { isCertified } from "../../workflow/recipe/recipe-attestation.ts";
import { deviceRecipe, openDevice } from "../device-port.ts";
import { openLot } from "../line-lots.ts";
import { readRecipe } from "../recipe-shelf.ts";
import type { Workshop } from "../workshop.ts";
import { runResult, type UnitResult } from "./run-result.ts";

export interface ProvisionOptions extends Pick<RunOptions, "signal" | "onBoundary"> {
  readonly recipeFile: string;
  /** Serial path, `usb:…` or `tcp:HOST:PORT`. */
  readonly port: string;
  readonly serialNumber?: string | undefined;
  /** Left out: a lot of the recipe's own, named after its content. */
  readonly lot?: string | undefined;
  readonly onEvent: (event: object) => void;
}

// Long enough for a service that answers; one that does not is the queue's business, not the line's.
const settleMs = 10_000;

/** Provisions the unit at one port. Throws where no run could begin (`recipe.*`, `records.*`); a run that fails is a result. */
export async function provision(workshop: Workshop, options: ProvisionOptions): Promise<UnitResult> {
  const recipe = await readRecipe(options.recipeFile);
  await checkSetUp(workshop, recipe);
  const lot = options.lot ?? `${recipe.recipe.recipe.slice(0, 55)}-${recipe.hash.slice(0, 8)}`;
  await openLot(workshop.records, lot, recipe, (await workshop.records.lots.get(lot))?.quantity ?? null);
  workshop.queue.start();
  const result = await runUnit({
    order: { runId: randomUUID(), slot: options.port, lot, recipe, scannedSerialNumber: options.serialNumber },
    plant: workshop.plant,
    openSession: (signal) => openDevice(options.port, deviceRecipe(recipe.recipe), workshop, signal),
    signal: options.signal,
    onEvent: (event) => {
      options.onEvent(eventView(event));
    },
    ...(options.onBoundary === undefined ? {} : { onBoundary: options.onBoundary }),
  });
  return runResult(result, await settled(workshop, options.signal, result.state));
}

/** What the recipe names must be there before a unit is touched. */
async function checkSetUp(workshop: Workshop, { recipe }: LoadedRecipe): Promise<void> {
  await workshop.services.client(recipe.enrollment.service);
  const { attestation } = recipe;
  if (isCertified(attestation))
    refusePilot(recipe, await workshop.authorities.forDevices(attestation.certificate.authority));
  if (attestation.type === "symmetric-key-group")
    await workshop.plant.symmetricKeys.groupKey(attestation.masterKeySecret);
}

/** What became of the entry of a unit that passed, as far as it is known soon. */
export async function settled(
  workshop: Workshop,
  signal: AbortSignal,
  state: Awaited<ReturnType<typeof runUnit>>["state"],
) {
  if (state.outcome !== "pass" || state.registrationId === null) return null;
  if (state.enrollment === "group") return "group" as const;
  return workshop.queue.waitUntilSettled(state.registrationId, { ms: settleMs, signal }).catch(() => "queued" as const);
}

/** An event as it is printed: the error becomes its problem. */
const eventView = (event: RunEvent): object =>
  event.type === "failed" || event.type === "set-aside"
    ? { type: event.type, ms: event.ms, problem: problemOf(event.error) }
    : event;
