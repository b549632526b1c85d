import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { silentLog } from "../../main/base/log.ts";
import { parseConnectionString } from "../../main/dps/connection-string.ts";
import { DpsClient } from "../../main/dps/dps-client.ts";
import type { IndividualEnrollment } from "../../main/dps/schema/individual-enrollment.ts";
import { startPracticeDps } from "../../main/practice/dps/practice-dps.ts";
import { registerDevice } from "../../main/practice/field-client/register-device.ts";
import { symmetricKeyCapabilities, VirtualDevice } from "../../main/practice/virtual-device/virtual-device.ts";
import { VirtualTpm } from "../../main/practice/virtual-tpm/virtual-tpm.ts";
import { changeNow } from "../../main/station/operations/change-enrollment.ts";
import { openLot } from "../../main/station/line-lots.ts";
import { openWorkshop } from "../../main/station/workshop.ts";
import type { LoadedRecipe } from "../../main/workflow/recipe/parse-recipe.ts";
import type { Plant } from "../../main/workflow/steps/step.ts";
import type { RecipeChange } from "./recipe-source.ts";
import { runOnce, talkTo, testLot, testPlant } from "./test-plant.ts";

export type UnitKind = "tpm" | "x509" | "symmetric-key";

/** A station's workshop at a practice service, and devices to be plugged into it; what a person decides goes its whole way. */
export async function renamingPlant() {
  const dps = await startPracticeDps();
  const { connectionString, caPem, url, idScope, endpoint } = dps;
  const client = new DpsClient({ ...parseConnectionString(connectionString), url, ca: [caPem] });
  const root = mkdtempSync(join(tmpdir(), "touchmark-renaming-"));
  const workshop = await openWorkshop({ root, practice: true, log: silentLog });
  await workshop.services.add({ name: "plant-dps", idScope, url, ca: [caPem] }, connectionString);
  await workshop.connectServices();
  const { queue, records } = workshop;
  const home = await testPlant();
  const plant: Plant = {
    ...workshop.plant,
    authority: () => Promise.resolve(home.authority),
    checkGroup: () => Promise.resolve(),
    wakeQueue: () => undefined,
  };
  const { signal } = new AbortController();
  const recipe = async (kind: RecipeChange["attestation"], more: object = {}): Promise<LoadedRecipe> => {
    const loaded = await home.recipe({ attestation: kind, certificate: "off", endpoint, idScope }, more);
    if ((await records.lots.get(testLot)) === undefined) await openLot(records, testLot, loaded, null);
    return loaded;
  };
  return {
    dps,
    client,
    workshop,
    records,
    recipe,
    run: async (unit: TestUnit, how: { readonly recipe: LoadedRecipe; readonly stopBefore?: string }) => {
      const stop = new AbortController();
      const result = await runOnce({ plant }, how.recipe, () => Promise.resolve(talkTo(unit.device)), {
        signal: stop.signal,
        onEvent: (event) => {
          if (event.type === "step-started" && event.id === how.stopBefore) stop.abort();
        },
      });
      await queue.flush(signal);
      return result;
    },
    solve: (registrationId: string, act: "rename" | "retry", newRegistrationId?: string) =>
      changeNow(workshop, { registrationId, act, reason: "both are right", newRegistrationId }, signal),
    /** As the device does in the field. */
    register: async ({ device, tpm }: TestUnit) => {
      const { registration, keyPrivate, chain, symmetricKey } = device;
      if (registration === undefined) throw new Error("nothing was written into the device");
      return registerDevice({
        endpoint: registration.endpoint,
        ca: caPem,
        registration,
        ...(registration.attestation === "tpm" && tpm !== undefined ? { tpm } : {}),
        ...(keyPrivate === undefined ? {} : { x509: { key: keyPrivate, chain } }),
        ...(registration.attestation === "symmetric-key" ? { symmetricKey } : {}),
        signal,
      });
    },
    close: async () => {
      await workshop.close();
      await home.close();
      client.close();
      await dps.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

export type RenamingPlant = Awaited<ReturnType<typeof renamingPlant>>;

export interface TestUnit {
  readonly device: VirtualDevice;
  readonly tpm: VirtualTpm | undefined;
}

export function unitOf(kind: UnitKind, serialNumber: string): TestUnit {
  const tpm = kind === "tpm" ? new VirtualTpm({ seed: randomBytes(32), endorsementCertificate: "none" }) : undefined;
  const device = new VirtualDevice({
    serialNumber,
    model: kind === "tpm" ? "GW-200" : "SN-100",
    ...(tpm === undefined ? {} : { tpm }),
    ...(kind === "symmetric-key" ? { capabilities: symmetricKeyCapabilities } : {}),
  });
  return { device, tpm };
}

const foreignKey = Buffer.alloc(64, 9).toString("base64");

/** Somebody else's, under the name our unit would have. */
export const foreignEntry = (registrationId: string, deviceId = registrationId): IndividualEnrollment => ({
  registrationId,
  deviceId,
  attestation: { type: "symmetricKey", symmetricKey: { primaryKey: foreignKey, secondaryKey: foreignKey } },
});

export interface Conflicting {
  readonly unit: TestUnit;
  readonly serialNumber: string;
  /** The name it had first, and the one it is to have. */
  readonly old: string;
  readonly name: string;
  readonly recipe: LoadedRecipe;
}

let count = 0;

/** A unit that passed, and whose name was somebody else's at the service. */
export async function inConflict(home: RenamingPlant, kind: UnitKind, theirDeviceId?: string): Promise<Conflicting> {
  count += 1;
  const serialNumber = `RN${count}`;
  const old = serialNumber.toLowerCase();
  await home.client.putEnrollment(foreignEntry(old, theirDeviceId ?? serialNumber));
  const unit = unitOf(kind, serialNumber);
  // By the serial number, so that the test knows the name before the unit has it.
  const recipe = await home.recipe(kind, { registrationId: "{serialNumber}" });
  const { state } = await home.run(unit, { recipe });
  if (state.outcome !== "pass") throw state.error ?? new Error(`the first run ended with ${state.outcome}`);
  return { unit, serialNumber, old, name: `${old}-2`, recipe };
}
