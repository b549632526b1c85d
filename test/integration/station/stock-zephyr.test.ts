import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { type PlantSetUp, setUpPlant } from "../../harness/plant.ts";
import { ptyTo, type PtyPort, socatAvailable } from "../../harness/pty-pair.ts";
import { type Background, startInBackground, touchmark } from "../../harness/touchmark.ts";

const opensslAvailable = spawnSync("openssl", ["version"]).status === 0;
const openssl = (...words: readonly string[]): string => execFileSync("openssl", [...words], { encoding: "utf8" });

const savedDevice = z.object({ flash: z.record(z.string(), z.base64()) });
const places = {
  "zephyr-fs": {
    chain: "file:/lfs1/identity/chain.pem",
    key: "file:/lfs1/identity/key.pem",
    last: "file:/lfs1/identity/registration.json",
  },
  "zephyr-settings": { chain: "setting:prov/cert", key: "setting:prov/key", last: "setting:prov/id" },
} as const;

const patience = { timeout: 20_000, interval: 100 } as const;

/** The sample recipe as it is delivered, for this plant's service. */
function sampleFor(plant: PlantSetUp, name: string, framing: "console" | "raw"): string {
  const sample = z
    .looseObject({ registration: z.looseObject({}), smp: z.looseObject({}) })
    .parse(parse(readFileSync(join(import.meta.dirname, `../../../resources/recipes/sensor-${name}.yaml`), "utf8")));
  const { endpoint, idScope } = plant.dps.ready;
  const path = plant.file(`sensor-${name}.yaml`);
  writeFileSync(
    path,
    stringify({
      ...sample,
      smp: { ...sample.smp, ...(framing === "raw" && { framing }) },
      registration: { ...sample.registration, endpoint, idScope },
    }),
  );
  return path;
}

/** The sample recipes for firmware without the identity group, at a serial port, with what was written judged by OpenSSL. */
describe.skipIf(!opensslAvailable || !socatAvailable())("a unit with stock Zephyr", () => {
  let plant: PlantSetUp;

  beforeAll(async () => {
    plant = await setUpPlant();
    expect((await touchmark("ca", "create", "line-ca", "--pilot", "--data", plant.data)).code).toBe(0);
    const authority = plant.file("line-ca.pem");
    expect((await touchmark("ca", "export", "line-ca", "--out", authority, "--data", plant.data)).code).toBe(0);
  });

  afterAll(() => plant?.stop());

  describe.each([
    { firmware: "zephyr-fs", framing: "console", serialNumber: "SN100000011" },
    { firmware: "zephyr-settings", framing: "console", serialNumber: "SN100000012" },
    { firmware: "zephyr-fs", framing: "raw", serialNumber: "SN100000013" },
  ] as const)("$firmware, $framing", ({ firmware, framing, serialNumber }) => {
    let device: Background;
    let pty: PtyPort;
    let recipe: string;
    const provision = (): ReturnType<typeof touchmark> =>
      touchmark(
        "provision",
        "--recipe",
        recipe,
        "--port",
        pty.path,
        "--lot",
        `${firmware}-${framing}`,
        "--data",
        plant.data,
      );

    /** What the firmware holds, out of the flash the device saved, as a file for OpenSSL. */
    const flash = (): Readonly<Record<string, string>> =>
      savedDevice.parse(JSON.parse(readFileSync(plant.file(`${serialNumber}.json`), "utf8"))).flash;
    const held = (what: "chain" | "key"): string => {
      const path = plant.file(`${serialNumber}-${what}`);
      writeFileSync(path, Buffer.from(flash()[places[firmware][what]] ?? "", "base64"));
      return path;
    };

    beforeAll(async () => {
      recipe = sampleFor(plant, firmware, framing);
      const words = `practice device --kind smp --attestation x509 --firmware ${firmware} --framing ${framing} --serial ${serialNumber}`;
      device = await startInBackground(
        [
          ...words.split(" "),
          "--listen",
          "tcp:127.0.0.1:0",
          "--ca",
          plant.dps.ready["caFile"] ?? "",
          "--state",
          plant.file(`${serialNumber}.json`),
        ],
        "stderr",
      );
      pty = await ptyTo(device.ready["address"] ?? "");
    });

    afterAll(async () => {
      await pty?.stop();
      await device?.stop();
    });

    it("passes, is enrolled, and registers with what was written", async () => {
      const provisioned = await provision();
      expect(provisioned.stderr).toBe("");
      expect(provisioned.result).toMatchObject({ outcome: "pass", serialNumber, enrollment: "enrolled" });
      expect(await device.next("registered")).toMatchObject({ deviceId: serialNumber });
      expect(JSON.stringify(provisioned.documents)).not.toContain("PRIVATE KEY");
      // The device's process saves behind its back; what it is given last is saved last.
      await expect.poll(() => Object.keys(flash()), patience).toContain(places[firmware].last);
    });

    it("holds a chain and a key that openssl finds to belong together", () => {
      const isDer = firmware === "zephyr-settings";
      const form = isDer ? ["-inform", "DER"] : [];
      const leaf = plant.file(`${serialNumber}-leaf.pem`);
      openssl("x509", ...form, "-in", held("chain"), "-out", leaf);
      expect(openssl("verify", "-purpose", "sslclient", "-CAfile", plant.file("line-ca.pem"), leaf)).toContain("OK");
      const ofKey = openssl("pkey", ...form, "-in", held("key"), "-pubout");
      expect(ofKey).toBe(openssl("x509", "-in", leaf, "-noout", "-pubkey"));
    });

    it("verifies by its recipe", async () => {
      const verified = await touchmark("verify", "--port", pty.path, "--recipe", recipe, "--data", plant.data);
      expect(verified.stderr).toBe("");
      expect(verified.result).toMatchObject({ outcome: "pass", serialNumber });
    });

    it("done again keeps its key and its certificate", async () => {
      const before = flash();
      const again = await provision();
      expect(again.result).toMatchObject({ outcome: "pass", serialNumber });
      await expect.poll(flash, patience).toEqual(before);
    });
  });
});
