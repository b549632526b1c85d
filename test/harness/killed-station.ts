import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { silentLog } from "../../main/base/log.ts";
import { parseConnectionString } from "../../main/dps/connection-string.ts";
import { DpsClient } from "../../main/dps/dps-client.ts";
import { openRecords } from "../../main/records/records.ts";
import { type ServedDevice, servePracticeDevice } from "../../main/station/practice/serve-practice-device.ts";
import { parseRecipe } from "../../main/workflow/recipe/parse-recipe.ts";
import { planSteps } from "../../main/workflow/steps/plan.ts";
import { type Bundle, bundleProgram } from "./bundle-program.ts";
import { type PlantSetUp, setUpPlant } from "./plant.ts";
import { recipeSource } from "./recipe-source.ts";
import { touchmark } from "./touchmark.ts";

const randomMoments = 50;
const longestRunMs = 500;

/** Numbers that look random and are the same in every run (mulberry32), so that a failure can be had again. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    yield ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
}

/** Issue 2, "Seen on real input" 3: killed anywhere, restarted, repeated: one identity and one enrollment per unit, none lost. */
export function describeKilledStation(attestation: "tpm" | "x509" | "symmetric-key"): void {
  describe(`a station killed while it provisions ${attestation} units`, () => {
    killEverywhere(attestation);
  });
}

function killEverywhere(attestation: "tpm" | "x509" | "symmetric-key"): void {
  let dyingStation: Bundle;
  let plant: PlantSetUp;
  let recipe: string;
  let count = 0;
  const units: string[] = [];

  beforeAll(async () => {
    plant = await setUpPlant();
    dyingStation = await bundleProgram("test/harness/provision-and-die.ts");
    recipe = plant.recipe({ attestation, certificate: "optional" });
    const created = await touchmark("ca", "create", "line-ca", "--pilot", "--data", plant.data);
    expect(created.stderr).toBe("");
  });

  afterAll(async () => {
    dyingStation?.remove();
    await plant?.stop();
  });

  async function withDevice(task: (device: ServedDevice) => Promise<void>): Promise<void> {
    count += 1;
    const serialNumber = `UNIT${String(count).padStart(4, "0")}`;
    units.push(serialNumber);
    const listen = "tcp:127.0.0.1:0";
    const device = await servePracticeDevice({
      attestation,
      serialNumber,
      model: attestation === "tpm" ? "GW-200" : "SN-100",
      listen,
      log: silentLog,
      onRegistered: () => undefined,
    });
    try {
      await task(device);
    } finally {
      await device.close();
    }
  }

  async function killAndRepeat(device: ServedDevice, when: string): Promise<NodeJS.Signals | null> {
    const child = spawn(process.execPath, [dyingStation.file, plant.data, recipe, device.address, "4711", when], {
      stdio: "ignore",
    });
    const [, signal] = await once(child, "exit");
    const again = await touchmark(
      "provision",
      "--recipe",
      recipe,
      "--port",
      device.address,
      "--lot",
      "4711",
      "--data",
      plant.data,
    );
    expect(again.stderr).toBe("");
    expect(again.result, when).toMatchObject({ outcome: "pass", enrollment: "enrolled" });
    return signal;
  }

  const boundaries = planSteps(parseRecipe(recipeSource({ attestation })).recipe).flatMap(({ id }) => [
    `before:${id}`,
    `after:${id}`,
  ]);

  it.each(boundaries)("at the boundary %s", async (boundary) => {
    await withDevice(async (device) => {
      expect(await killAndRepeat(device, `at:${boundary}`)).toBe("SIGKILL");
    });
  });

  it(`at ${randomMoments / 2} random moments`, async () => {
    const random = numbers({ tpm: 1, x509: 2, "symmetric-key": 3 }[attestation]);
    let killed = 0;
    for (let moment = 0; moment < randomMoments / 2; moment += 1) {
      const ms = Math.floor((random.next().value ?? 0) * longestRunMs);
      await withDevice(async (device) => {
        if ((await killAndRepeat(device, `after:${ms}`)) === "SIGKILL") killed += 1;
      });
    }
    expect(killed).toBeGreaterThan(randomMoments / 8);
  }, 300_000);

  it("leaves exactly one identity and one enrollment per unit, none lost", async () => {
    const records = await openRecords({ file: join(plant.data, "station.db"), practice: false });
    const identities = await Promise.all(units.map((unit) => records.identities.findByUnit(unit)));
    const counts = await records.enrollments.counts();
    await records.close();
    const ids = identities.map((identity) => identity?.registrationId);
    expect(ids).not.toContain(undefined);
    expect(new Set(ids).size).toBe(units.length);
    expect(counts).toMatchObject({ enrolled: units.length, queued: 0, conflict: 0, rejected: 0 });
    expect(new Set(await atService(plant))).toEqual(new Set(ids));
    expect(await atService(plant)).toHaveLength(units.length);
    if (attestation !== "symmetric-key") return;
    // The service has the very key that is on record, and by then the station has it no more.
    const recorded = identities.map((identity) => identity?.publicKeySha256);
    expect(
      await keysAtService(
        plant,
        ids.filter((id) => id !== undefined),
      ),
    ).toEqual(recorded);
  });
}

function serviceOf({ dps }: PlantSetUp): DpsClient {
  const { connectionString = "", url = "", caFile = "" } = dps.ready;
  return new DpsClient({ ...parseConnectionString(connectionString), url, ca: [readFileSync(caFile, "utf8")] });
}

/** SHA-256 of the primary keys. */
async function keysAtService(plant: PlantSetUp, ids: readonly string[]): Promise<string[]> {
  const client = serviceOf(plant);
  const keys: string[] = [];
  for (const id of ids) {
    const { symmetricKey } = (await client.getAttestationMechanism(id)) ?? {};
    keys.push(
      createHash("sha256")
        .update(Buffer.from(symmetricKey?.primaryKey ?? "", "base64"))
        .digest("hex"),
    );
  }
  client.close();
  return keys;
}

async function atService(plant: PlantSetUp): Promise<string[]> {
  const client = serviceOf(plant);
  const ids: string[] = [];
  let continuation: string | undefined;
  do {
    const page = await client.queryEnrollments({
      pageSize: 50,
      ...(continuation === undefined ? {} : { continuation }),
    });
    ids.push(...page.items.map(({ registrationId }) => registrationId));
    continuation = page.continuation;
  } while (continuation !== undefined);
  return ids;
}
