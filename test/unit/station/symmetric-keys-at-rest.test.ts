import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { toBase64 } from "../../../main/base/bytes/bytes.ts";
import type { QueuedEntry } from "../../../main/enrollment/enrollment-store.ts";
import { parseEntry } from "../../../main/enrollment/send-enrollment.ts";
import { silentLog } from "../../../main/base/log.ts";
import { symmetricKeyCapabilities, VirtualDevice } from "../../../main/practice/virtual-device/virtual-device.ts";
import { SecretStore } from "../../../main/station/secret-store.ts";
import { ServiceStore } from "../../../main/station/service-store.ts";
import { completeEntry, symmetricKeyCustody } from "../../../main/station/symmetric-keys.ts";
import type { Plant } from "../../../main/workflow/steps/step.ts";
import { runOnce, talkTo, type TestPlant, testPlant } from "../../harness/test-plant.ts";

/** What lies on the disk while a unit's key waits for its service: database, log and secrets, read as bytes. */
describe("a symmetric key that waits for its service", () => {
  let folder: string;
  let home: TestPlant;
  let secrets: SecretStore;
  let plant: Plant;
  let key: Uint8Array;
  const device = new VirtualDevice({
    serialNumber: "SK100000081",
    model: "SN-100",
    capabilities: symmetricKeyCapabilities,
  });
  const queued: QueuedEntry = { registrationId: "sk100000081", service: "plant-dps", entry: undefined, attempts: 0 };

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "touchmark-at-rest-"));
    home = await testPlant({ file: join(folder, "station.db") });
    secrets = new SecretStore(folder);
    const services = new ServiceStore(folder, secrets, silentLog);
    plant = { ...home.plant, symmetricKeys: symmetricKeyCustody({ records: home.records, secrets, services }) };
    const recipe = await home.recipe({ attestation: "symmetric-key" });
    const { state } = await runOnce({ plant }, recipe, () => Promise.resolve(talkTo(device)));
    expect(state.outcome).toBe("pass");
    key = device.symmetricKey ?? new Uint8Array();
  });

  afterEach(async () => {
    await home.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const complete = async (): Promise<unknown> => {
    const { records } = home;
    const stored = await records.enrollments.get(queued.registrationId);
    const services = new ServiceStore(folder, secrets, silentLog);
    return completeEntry({ records, secrets, services }, { ...queued, entry: stored?.entry });
  };

  it("is in no file in clear, is sent, and is gone once the service has it", async () => {
    const raw = Buffer.from(key);
    const spellings = [
      raw,
      ...(["base64", "base64url", "hex"] as const).map((each) => Buffer.from(raw.toString(each))),
    ];
    const files = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))] as const);
    expect(files.map(([name]) => name)).toEqual(
      expect.arrayContaining(["station.db", "station.db-wal", "station.key"]),
    );
    expect(files.filter(([, bytes]) => spellings.some((each) => bytes.includes(each))).map(([name]) => name)).toEqual(
      [],
    );
    expect(parseEntry(await complete()).attestation.symmetricKey?.primaryKey).toBe(toBase64(key));

    await home.records.enrollments.enrolled(queued.registrationId, { etag: null });
    expect(await home.records.symmetricKeys.find(queued.registrationId)).toBeUndefined();
    const keyless = await complete();
    expect(() => parseEntry(keyless)).toThrow(expect.objectContaining({ code: "enrollment.malformed-entry" }));
  });

  it("is opened by this station and under its own name only", async () => {
    const { sealed = "" } = (await home.records.symmetricKeys.find(queued.registrationId)) ?? {};
    await expect(plant.symmetricKeys.open("symmetric key of another", sealed)).rejects.toMatchObject({
      code: "set-up.secret",
    });
    const other = new SecretStore(mkdtempSync(join(folder, "other-")));
    await expect(other.open("symmetric key of sk100000081", sealed)).rejects.toMatchObject({ code: "set-up.secret" });
  });
});
