import { join } from "node:path";
import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { silentLog } from "../../../main/base/log.ts";
import { startStation } from "../../../main/station/start-station.ts";
import { type ServedDevice, servePracticeDevice } from "../../../main/station/practice/serve-practice-device.ts";
import { type PlantSetUp, setUpPlant } from "../../harness/plant.ts";
import { touchmark } from "../../harness/touchmark.ts";

let plant: PlantSetUp;
let device: ServedDevice;
const inPlant = (...words: readonly string[]) => touchmark(...words, "--data", plant.data);

beforeAll(async () => {
  plant = await setUpPlant();
  expect((await inPlant("ca", "create", "line-ca", "--pilot")).code).toBe(0);
  device = await servePracticeDevice({
    attestation: "x509",
    serialNumber: "DIFF1",
    listen: "tcp:127.0.0.1:0",
    log: silentLog,
    onRegistered: () => undefined,
  });
  const recipe = plant.recipe({ attestation: "x509" });
  const run = await inPlant("provision", "--recipe", recipe, "--port", device.address, "--lot", "4711");
  expect(run.result).toMatchObject({ outcome: "pass", enrollment: "enrolled" });
});

afterAll(async () => {
  await device?.close();
  await plant?.stop();
});

describe("manifest diff", () => {
  it.each(["csv", "jsonl"])("finds a %s export as it is recorded and enrolled", async (format) => {
    const file = plant.file(`manifest.${format}`);
    expect((await inPlant("export", "--lot", "4711", "--format", format, "--out", file)).code).toBe(0);
    const same = await inPlant("manifest", "diff", file, "--service", "plant-dps");
    expect(same.documents.at(-1)).toMatchObject({ type: "summary", same: true, entries: 1, asked: 1 });
    expect(same.code).toBe(0);
    const other = plant.file(`other.${format}`);
    writeFileSync(other, readFileSync(file, "utf8").replaceAll("DIFF1", "DIFF2"));
    const found = await inPlant("manifest", "diff", other);
    expect(found.documents.map(({ kind, serialNumber }) => [kind, serialNumber])).toEqual([
      ["missing", "DIFF2"],
      ["extra", "DIFF1"],
      [undefined, undefined],
    ]);
    expect(found.code).toBe(1);
  });

  it.each(["dps-bulk", "devices-txt"])("finds a %s export as it is recorded and enrolled", async (format) => {
    const file = plant.file(`manifest.${format}`);
    expect((await inPlant("export", "--lot", "4711", "--format", format, "--out", file)).code).toBe(0);
    const same = await inPlant("manifest", "diff", file);
    expect(same.documents.at(-1)).toMatchObject({ same: true, entries: 1, signed: null });
    const there = await inPlant("manifest", "diff", file, "--service", "plant-dps");
    expect(there.documents.at(-1)).toMatchObject({ same: true, entries: 1, asked: 1 });
  });

  it("says who signed the entries: this station, a known signer, a key not known here", async () => {
    expect((await inPlant("manifest", "signer", "--authority", "line-ca")).code).toBe(0);
    const file = plant.file("manifest.jws");
    expect((await inPlant("export", "--lot", "4711", "--format", "jws", "--out", file)).code).toBe(0);
    const own = await inPlant("manifest", "diff", file);
    expect(own.documents.at(-1)).toMatchObject({ same: true, signed: { good: 1, signer: { kind: "own" } } });
    const elsewhere = plant.file("elsewhere");
    const there = (...words: readonly string[]) => touchmark(...words, "--data", elsewhere);
    const strange = await there("manifest", "diff", file);
    expect(strange.documents.at(-1)).toMatchObject({ signed: { unknown: 1, signer: null } });
    const certificate = join(plant.data, "signers", "signer-1", "chain.pem");
    const added = await there("manifest", "trust", "add", certificate);
    expect(added.code).toBe(0);
    const known = await there("manifest", "diff", file);
    expect(known.documents.at(-1)).toMatchObject({ signed: { good: 1, signer: { kind: "known" } } });
    const fingerprints = (await there("manifest", "trust", "list")).documents.map(({ fingerprint }) => fingerprint);
    expect(fingerprints).toEqual(expect.arrayContaining(added.documents.map(({ fingerprint }) => fingerprint)));
    for (const fingerprint of fingerprints)
      expect((await there("manifest", "trust", "remove", String(fingerprint))).code).toBe(0);
    const forgotten = await there("manifest", "diff", file);
    expect(forgotten.documents.at(-1)).toMatchObject({ signed: { unknown: 1 } });
  });

  it("finds an entry disabled since", async () => {
    const file = plant.file("manifest.csv");
    const { documents } = await inPlant("unit", "show", "DIFF1");
    const id = String(documents[0]?.["registrationId"]);
    expect((await inPlant("enroll", "disable", id, "--reason", "lost")).code).toBe(0);
    const found = await inPlant("manifest", "diff", file, "--service", "plant-dps");
    expect(found.code).toBe(1);
    expect(found.documents).toContainEqual(
      expect.objectContaining({ kind: "disabled", against: "service", serialNumber: "DIFF1" }),
    );
  });
});

it("beside a station at work what only looks is answered, and what changes anything is refused", async () => {
  const file = plant.file("beside.csv");
  expect((await inPlant("export", "--lot", "4711", "--format", "csv", "--out", file)).code).toBe(0);
  const station = await startStation({ dataFolder: plant.data, mode: "real", log: silentLog });
  try {
    const diff = await inPlant("manifest", "diff", file, "--service", "plant-dps");
    expect(diff.documents.at(-1)).toMatchObject({ type: "summary", sameAs: { records: true }, asked: 1 });
    expect((await inPlant("unit", "show", "DIFF1")).documents[0]).toMatchObject({ serialNumber: "DIFF1" });
    const group = await inPlant("group", "create", "plant-dps", "line-9", "--x509-authority", "line-ca");
    expect(group.documents).toMatchObject([{ created: true }]);
    const { documents } = await inPlant("audit", "show");
    expect(documents).toContainEqual(expect.objectContaining({ act: "group-created", subject: "plant-dps line-9" }));
    expect((await inPlant("audit", "verify")).result).toMatchObject({ ok: true });
    const compared = await inPlant("enroll", "reconcile", "--service", "plant-dps");
    expect(compared.documents.at(-1)).toMatchObject({
      type: "summary",
      entries: 1,
      missing: 0,
      extra: 0,
      resumed: false,
    });
    const refused = await inPlant("enroll", "flush");
    expect(refused).toMatchObject({ code: 3, stderr: expect.stringContaining("set-up.folder-in-use") });
  } finally {
    await station.close();
  }
});

it("a backup without its key needs the key: no new one takes its place", async () => {
  const out = plant.file("backup");
  expect((await inPlant("backup", "--out", out)).result).toMatchObject({ ok: true, mode: "real", secretKey: false });
  const back = plant.file("back");
  expect((await touchmark("restore", out, "--data", back)).result).toMatchObject({ hasKey: false });
  const without = await touchmark("ca", "create", "other", "--pilot", "--data", back);
  expect(without).toMatchObject({ code: 3 });
  expect(without.stderr).toContain("set-up.secret");
  const withKey = plant.file("with-key");
  const key = join(plant.data, "secrets", "station.key");
  expect((await touchmark("restore", out, "--key", key, "--data", withKey)).result).toMatchObject({ hasKey: true });
  const file = plant.file("manifest.csv");
  const diff = await touchmark("manifest", "diff", file, "--service", "plant-dps", "--data", withKey);
  expect(diff.documents.at(-1)).toMatchObject({ type: "summary", entries: 1, asked: 1 });
  expect((await touchmark("audit", "verify", "--data", withKey)).code).toBe(0);
});
