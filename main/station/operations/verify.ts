import { deviceRecipe, type DeviceRecipe, openDevice } from "../device-port.ts";
import { readRecipe } from "../recipe-shelf.ts";
import type { Workshop } from "../workshop.ts";
import { type Examined, examineUnit } from "./examine-unit.ts";
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
    const examined = await examineUnit(workshop, {
      session,
      given,
      serialNumber: options.serialNumber,
      signal: options.signal,
      onCheck: (outcome) => {
        options.onEvent({ type: "check", ...outcome });
      },
    });
    return await verifyResult(workshop, examined);
  } finally {
    await session.close();
  }
}

async function verifyResult({ records }: Workshop, { expected, outcome, outcomes }: Examined): Promise<UnitResult> {
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
