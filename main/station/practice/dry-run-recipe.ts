import { randomBytes, randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DryRunEvent } from "../../api/contract/index.ts";
import { EventPipe } from "../../base/async/event-pipe.ts";
import { toBase64 } from "../../base/bytes/bytes.ts";
import { baseErrors } from "../../base/errors/base-errors.ts";
import type { Log } from "../../base/log.ts";
import { openSession } from "../../device/open-session.ts";
import { memoryLinkPair } from "../../link/memory-link.ts";
import { startPracticeDps } from "../../practice/dps/practice-dps.ts";
import type { PracticeVendor } from "../../practice/vendor/practice-vendor.ts";
import { symmetricKeyCapabilities, VirtualDevice } from "../../practice/virtual-device/virtual-device.ts";
import { VirtualTpm } from "../../practice/virtual-tpm/virtual-tpm.ts";
import type { RunEvent } from "../../workflow/engine/run-machine.ts";
import { runUnit } from "../../workflow/engine/run-unit.ts";
import { type LoadedRecipe, parseRecipe } from "../../workflow/recipe/parse-recipe.ts";
import { attestationKind, isCertified } from "../../workflow/recipe/recipe-attestation.ts";
import { recipeErrors } from "../../workflow/recipe/recipe-errors.ts";
import type { Recipe } from "../../workflow/recipe/recipe-schema.ts";
import { DeviceSecrets } from "../device-secrets.ts";
import { openLot } from "../line-lots.ts";
import { createGroup } from "../operations/enrollment-groups.ts";
import { settled } from "../operations/provision.ts";
import { runResult, type UnitResult } from "../operations/run-result.ts";
import { smpSettings } from "../smp-settings.ts";
import { openWorkshop, type Workshop } from "../workshop.ts";
import { stockContents, stockKind, whyNoDryRun } from "./dry-run-limits.ts";
import { sampleSerialNumber } from "./sample-serial-number.ts";
import { keyInTpmCapabilities } from "./serve-practice-device.ts";
import {
  connectService,
  ensureAuthority,
  ensureVendor,
  practiceAuthority,
  practiceService,
} from "./set-up-practice.ts";

export interface DryRunOrder {
  readonly loaded: LoadedRecipe;
  /** Left out: made up from the recipe's pattern. */
  readonly serialNumber?: string | undefined;
  readonly log: Log;
  readonly signal: AbortSignal;
}

const lot = "DRY-RUN";
/** Names of secrets that take the place of the recipe's. */
const secretNames = { owner: "dry-run-owner", endorsement: "dry-run-endorsement", group: "dry-run-group" } as const;
const password = "practice";

/**
 * Builds one virtual unit under a recipe, at a practice service and under a practice authority of its own, in a data folder that is thrown
 * away: nothing real is asked, nothing is recorded. Throws `recipe.console-not-tried`, `recipe.firmware-not-tried`,
 * `recipe.no-serial-number`, `station.cancelled`; a run that fails is a result.
 */
export async function* dryRunRecipe(order: DryRunOrder): AsyncGenerator<DryRunEvent, void> {
  const { recipe } = order.loaded;
  const impossible = whyNoDryRun(recipe);
  if (impossible !== undefined) throw impossible;
  const serialNumber = serialNumberFor(recipe, order.serialNumber);
  const left = new AbortController();
  const pipe = new EventPipe<DryRunEvent>();
  const trial = { ...order, serialNumber, signal: AbortSignal.any([order.signal, left.signal]) };
  const settled = inThrowAwayFolder(trial, pipe).then(
    () => pipe.end(),
    (error: unknown) => pipe.fail(error),
  );
  try {
    yield* pipe.events();
  } finally {
    left.abort(baseErrors.cancelled("nobody waits for the dry run any more"));
    await settled;
  }
}

function serialNumberFor({ product }: Recipe, given: string | undefined): string {
  const serialNumber = given?.trim() ?? sampleSerialNumber(product.serialNumber);
  if (serialNumber !== undefined && new RegExp(`^(?:${product.serialNumber})$`, "u").test(serialNumber))
    return serialNumber;
  throw recipeErrors.noSerialNumber(
    given === undefined
      ? `cannot make up one for ${product.serialNumber}`
      : `"${given}" does not match ${product.serialNumber}`,
  );
}

interface Trial extends DryRunOrder {
  readonly serialNumber: string;
}

type Pipe = EventPipe<DryRunEvent>;

async function inThrowAwayFolder(trial: Trial, pipe: Pipe): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), "touchmark-dry-run-"));
  try {
    const workshop = await openWorkshop({ root, practice: true, log: trial.log });
    try {
      await atPracticeService(trial, workshop, pipe);
    } finally {
      await workshop.close();
    }
  } finally {
    await rm(root, { recursive: true, force: true, maxRetries: 3, retryDelay: 50 });
  }
}

async function atPracticeService(trial: Trial, workshop: Workshop, pipe: Pipe): Promise<void> {
  const { registration, enrollment } = trial.loaded.recipe;
  const hubs = enrollment.iotHubs ?? [];
  const { idScope } = registration;
  const dps = await startPracticeDps({ idScope, ...(hubs.length === 0 ? {} : { hubs }), log: trial.log });
  try {
    trial.signal.throwIfAborted();
    await connectService(workshop, dps);
    await ensureAuthority(workshop);
    const vendor = await ensureVendor(workshop);
    const loaded = await rehearsed(trial, workshop);
    trial.signal.throwIfAborted();
    await build({ ...trial, workshop, vendor, rehearsal: loaded }, pipe);
  } finally {
    await dps.close();
  }
}

/** The recipe with practice's service, authority, makers and secrets in the places of the plant's. */
async function rehearsed({ loaded: { recipe }, signal }: Trial, workshop: Workshop): Promise<LoadedRecipe> {
  const secrets = new DeviceSecrets(workshop.secrets);
  for (const name of [secretNames.owner, secretNames.endorsement]) await secrets.set(name, password);
  await secrets.set(secretNames.group, toBase64(randomBytes(64)));
  // No pilot is refused, and nothing is printed.
  const { stage: _stage, label: _label, ...rest } = recipe;
  const attestation = rehearsedAttestation(recipe.attestation);
  if ("group" in attestation) {
    const by = isCertified(attestation)
      ? { authority: practiceAuthority }
      : { masterKeySecret: attestation.masterKeySecret };
    const { iotHubs: hubs } = recipe.enrollment;
    await createGroup(workshop, { service: practiceService, group: attestation.group, by, hubs, signal });
  }
  const enrollment = { ...recipe.enrollment, service: practiceService };
  return parseRecipe(JSON.stringify({ ...rest, attestation, enrollment }));
}

function rehearsedAttestation(attestation: Recipe["attestation"]): Recipe["attestation"] {
  switch (attestation.type) {
    case "tpm": {
      const { trust: _trust, ...endorsementKey } = attestation.endorsementKey;
      return { ...attestation, endorsementKey, ...rehearsedPasswords(attestation) };
    }
    case "x509":
    case "x509-group": {
      const certificate = { ...attestation.certificate, authority: practiceAuthority };
      return { ...attestation, certificate, ...rehearsedPasswords(attestation) };
    }
    case "symmetric-key":
      return attestation;
    case "symmetric-key-group":
      return { ...attestation, masterKeySecret: secretNames.group };
  }
}

type Passwords = Extract<Recipe["attestation"], { readonly type: "tpm" }>["tpm"];

function rehearsedPasswords({ tpm }: { readonly tpm?: Passwords }): { readonly tpm?: NonNullable<Passwords> } {
  if (tpm === undefined) return {};
  return {
    tpm: {
      ...(tpm.ownerAuthSecret === undefined ? {} : { ownerAuthSecret: secretNames.owner }),
      ...(tpm.endorsementAuthSecret === undefined ? {} : { endorsementAuthSecret: secretNames.endorsement }),
    },
  };
}

interface Building extends Trial {
  readonly workshop: Workshop;
  readonly vendor: PracticeVendor;
  readonly rehearsal: LoadedRecipe;
}

async function build(building: Building, pipe: Pipe): Promise<void> {
  const { workshop, rehearsal, serialNumber, log, signal } = building;
  const { recipe } = rehearsal;
  const device = virtualUnit(building);
  await openLot(workshop.records, lot, rehearsal, null);
  workshop.queue.start();
  let detach: (() => void) | undefined;
  const result = await runUnit({
    order: { runId: randomUUID(), slot: "dry-run", lot, recipe: rehearsal, scannedSerialNumber: serialNumber },
    plant: workshop.plant,
    openSession: () => {
      const { near, far } = memoryLinkPair("dry-run");
      detach = device.attach(far);
      return Promise.resolve(openSession("smp", near, { log, ...smpSettings(recipe) }));
    },
    signal,
    onEvent: (event) => {
      tell(event, serialNumber, pipe);
    },
  });
  detach?.();
  signal.throwIfAborted();
  const enrollment = await settled(workshop, signal, result.state);
  pipe.push(resultEvent(runResult(result, enrollment), building.loaded.hash));
}

/** A device as the recipe expects it. */
function virtualUnit({ rehearsal: { recipe }, serialNumber, vendor }: Building): VirtualDevice {
  const { attestation, product, smp } = recipe;
  const kind = attestationKind(recipe);
  const keyInTpm = isCertified(attestation) && attestation.key.where === "tpm";
  const passwords = "tpm" in attestation ? attestation.tpm : undefined;
  const told = { model: product.model, serialNumber };
  const identity = smp?.identity;
  return new VirtualDevice({
    ...told,
    framing: smp?.framing,
    ...(kind === "tpm" || keyInTpm
      ? {
          tpm: new VirtualTpm({
            seed: randomBytes(32),
            vendor,
            ...(passwords?.ownerAuthSecret === undefined ? {} : { ownerPassword: password }),
            ...(passwords?.endorsementAuthSecret === undefined ? {} : { endorsementPassword: password }),
          }),
        }
      : {}),
    ...(keyInTpm ? { capabilities: keyInTpmCapabilities } : {}),
    ...(kind === "symmetric-key" ? { capabilities: symmetricKeyCapabilities } : {}),
    ...(identity === undefined ? {} : { zephyr: { kind: stockKind(identity), contents: stockContents(recipe, told) } }),
  });
}

function tell(event: RunEvent, serialNumber: string, pipe: Pipe): void {
  if (event.type === "started") pipe.push({ type: "started", serialNumber, steps: [...event.plan] });
  if (event.type === "step-started")
    pipe.push({ type: "step", id: event.id, outcome: "running", code: null, ms: null });
  if (event.type === "step-finished")
    pipe.push({ type: "step", id: event.id, outcome: event.outcome, code: event.code, ms: event.ms });
}

/** States of an entry that the service has, or that has none of its own. */
const taken: readonly string[] = ["enrolled", "group"];

const resultEvent = (
  { outcome, code, sentence, detail, registrationId, deviceId, enrollment }: UnitResult,
  hash: string,
): DryRunEvent => ({
  type: "result",
  outcome: outcome === "pass" && taken.includes(enrollment ?? "") ? "pass" : "fail",
  code,
  sentence,
  detail,
  registrationId,
  deviceId,
  enrollment,
  hash,
});
