import { inspectTpm } from "../../tpm/inspect/inspect-tpm.ts";
import { connectTpm } from "../../tpm/tpm.ts";
import { unitErrors } from "../../workflow/unit-errors.ts";
import { type DeviceRecipe, deviceRecipe, openDevice } from "../device-port.ts";
import { readRecipe } from "../recipe-shelf.ts";
import type { Workshop } from "../workshop.ts";
import { describeInspectedTpm, type TpmReport } from "./describe-inspected-tpm.ts";

export type { CertificateReport, TpmReport } from "./describe-inspected-tpm.ts";

export interface InspectTpmOptions {
  readonly port: string;
  /** For how to talk to the device; left out: SMP at 115200. */
  readonly recipeFile?: string | undefined;
  readonly signal: AbortSignal;
}

const usual: DeviceRecipe = { link: { driver: "smp", baudRate: 115_200 } };

/** Reads all that the TPM of a device says of its identity and judges its certificates by the plant's trust store. Changes nothing. */
export async function inspectDeviceTpm(workshop: Workshop, options: InspectTpmOptions): Promise<TpmReport> {
  const { port, recipeFile, signal } = options;
  const how = recipeFile === undefined ? usual : deviceRecipe((await readRecipe(recipeFile)).recipe);
  const session = await openDevice(port, how, workshop, signal);
  try {
    const device = await session.describe(signal);
    if (session.tpm === undefined) throw unitErrors.missingCapability("device offers no TPM");
    const inspection = await inspectTpm(await connectTpm(session.tpm, signal), signal);
    return describeInspectedTpm(inspection, {
      device,
      roots: await workshop.trust.roots(),
      at: workshop.plant.clock.now(),
    });
  } finally {
    await session.close();
  }
}
