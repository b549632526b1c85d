import { individualEnrollment } from "../../dps/schema/individual-enrollment.ts";
import type { DeviceSession } from "../../device/device-session.ts";
import type { Identity } from "../../records/identities.ts";
import { type LoadedRecipe, parseRecipe } from "../../workflow/recipe/parse-recipe.ts";
import { unitErrors } from "../../workflow/unit-errors.ts";
import type { CheckOutcome, Expected } from "../../workflow/verify/check.ts";
import { verifyUnit } from "../../workflow/verify/verify-unit.ts";
import { deviceRecipe, type DeviceRecipe, openDevice } from "../device-port.ts";
import { readRecipe } from "../recipe-shelf.ts";
import type { Workshop } from "../workshop.ts";
import { pemChain, type UnitResult } from "./run-result.ts";

export interface VerifyOptions {
  readonly port: string;
  /** Left out: the recipe the unit's lot was opened with. */
  readonly recipeFile?: string | undefined;
  /** Left out: what the device says. */
  readonly serialNumber?: string | undefined;
  readonly signal: AbortSignal;
  readonly onEvent: (event: object) => void;
}

const usual: DeviceRecipe = { link: { driver: "smp", baudRate: 115_200 } };

/** Reads the unit, the records and the service again, compares all three, and records what was found: the unit is verified or on hold then. */
export async function verify(workshop: Workshop, options: VerifyOptions): Promise<UnitResult> {
  const given = options.recipeFile === undefined ? undefined : await readRecipe(options.recipeFile);
  const how = given === undefined ? usual : deviceRecipe(given.recipe);
  const session = await openDevice(options.port, how, workshop, options.signal);
  try {
    const serialNumber = await whichUnit(session, options);
    const expected = await expectation(workshop, serialNumber, given);
    const outcomes = await verifyUnit(
      {
        session,
        plant: workshop.plant,
        expected,
        enrollmentAtService: async (signal) => {
          const client = await workshop.services.client(expected.recipe.enrollment.service);
          return client.getEnrollment(expected.identity.registrationId, { signal });
        },
        signal: options.signal,
      },
      (outcome) => {
        options.onEvent({ type: "check", ...outcome });
      },
    );
    // What was stopped says nothing of the unit.
    options.signal.throwIfAborted();
    const checks = outcomes.map(({ id, outcome, code, expected: wanted, found }) => ({
      id,
      outcome,
      code,
      expected: wanted,
      found,
    }));
    const outcome = await workshop.records.verifications.add(serialNumber, checks);
    return await verifyResult(workshop, expected, { outcome, outcomes });
  } finally {
    await session.close();
  }
}

async function whichUnit(session: DeviceSession, { serialNumber, signal }: VerifyOptions): Promise<string> {
  const told = (await session.describe(signal)).serialNumber;
  if (told !== undefined && serialNumber !== undefined && told !== serialNumber) {
    throw unitErrors.wrongLabel(`asked for "${serialNumber}", device says "${told}"`);
  }
  const which = told ?? serialNumber;
  if (which === undefined) throw unitErrors.serialMissing("device tells no serial number; give one with --serial");
  return which;
}

async function expectation(
  workshop: Workshop,
  serialNumber: string,
  given: LoadedRecipe | undefined,
): Promise<Expected> {
  const { records } = workshop;
  const identity = await records.identities.findByUnit(serialNumber);
  const detail = await records.units.detail(serialNumber);
  if (identity === undefined || detail === undefined)
    throw unitErrors.notRecorded(`no identity is recorded for "${serialNumber}"`);
  const lot = await records.lots.get(detail.lot);
  const recipe = given?.recipe ?? (lot === undefined ? undefined : parseRecipe(lot.recipeText).recipe);
  if (recipe === undefined) throw unitErrors.notRecorded(`the lot of "${serialNumber}" is not recorded`);
  const entry = await records.enrollments.get(identity.registrationId);
  return {
    identity,
    chain: await chainOf(workshop, identity),
    recipe,
    entry: entry === undefined ? undefined : individualEnrollment.parse(entry.entry),
    enrolled: entry?.state === "enrolled",
  };
}

async function chainOf({ records }: Workshop, { certificateSerialNumber }: Identity): Promise<readonly Uint8Array[]> {
  return certificateSerialNumber === null
    ? []
    : ((await records.certificates.get(certificateSerialNumber))?.chain ?? []);
}

async function verifyResult(
  { records }: Workshop,
  expected: Expected,
  { outcome, outcomes }: { readonly outcome: UnitResult["outcome"]; readonly outcomes: readonly CheckOutcome[] },
): Promise<UnitResult> {
  const { identity, chain } = expected;
  const failed = outcome === "pass" ? undefined : outcomes.find((check) => check.outcome === outcome);
  return {
    type: "result",
    outcome,
    code: failed?.code ?? null,
    sentence: failed?.sentence ?? null,
    detail: failed?.found ?? null,
    serialNumber: identity.unit,
    registrationId: identity.registrationId,
    deviceId: identity.deviceId,
    endorsementKey: identity.endorsementKey,
    certificateChain: chain.length === 0 ? null : pemChain(chain),
    enrollment: (await records.units.get(identity.unit))?.enrollment ?? null,
    steps: outcomes.map(({ id, outcome: each, code, ms }) => ({ id, outcome: each, code, ms })),
  };
}
