import { execFileSync, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type PlantSetUp, setUpPlant } from "../../harness/plant.ts";
import { ptyTo, type PtyPort, socatAvailable } from "../../harness/pty-pair.ts";
import { type Background, startInBackground, touchmark } from "../../harness/touchmark.ts";

const opensslAvailable = spawnSync("openssl", ["version"]).status === 0;
const openssl = (...words: readonly string[]): string => execFileSync("openssl", [...words], { encoding: "utf8" });

/** Issue 2, "Seen on real input" 2: the issued chain as OpenSSL judges it. */
describe.skipIf(!opensslAvailable || !socatAvailable())("an X.509 unit on a serial port", () => {
  let plant: PlantSetUp;

  beforeAll(async () => {
    plant = await setUpPlant();
    expect((await touchmark("ca", "create", "line-ca", "--pilot", "--data", plant.data)).code).toBe(0);
    expect(
      (await touchmark("ca", "export", "line-ca", "--out", plant.file("line-ca.pem"), "--data", plant.data)).code,
    ).toBe(0);
  });

  afterAll(() => plant.stop());

  describe.each(["ec-p256", "rsa-2048"] as const)("with a %s key made in the device", (algorithm) => {
    const serialNumber = algorithm === "ec-p256" ? "SN100000001" : "SN100000002";
    let device: Background;
    let pty: PtyPort;
    let provisioned: Awaited<ReturnType<typeof touchmark>>;

    beforeAll(async () => {
      device = await startInBackground(
        [
          "practice",
          "device",
          "--kind",
          "smp",
          "--attestation",
          "x509",
          "--serial",
          serialNumber,
          "--listen",
          "tcp:127.0.0.1:0",
          "--ca",
          plant.dps.ready["caFile"] ?? "",
        ],
        "stderr",
      );
      pty = await ptyTo(device.ready["address"] ?? "");
      const recipe = plant.recipe({ attestation: "x509", algorithm });
      provisioned = await touchmark(
        "provision",
        "--recipe",
        recipe,
        "--port",
        pty.path,
        "--lot",
        `lot-${algorithm}`,
        "--data",
        plant.data,
      );
    });

    afterAll(async () => {
      await pty?.stop();
      await device?.stop();
    });

    it("passes and is enrolled", () => {
      expect(provisioned.stderr).toBe("");
      expect(provisioned.result).toMatchObject({
        outcome: "pass",
        serialNumber,
        endorsementKey: null,
        enrollment: "enrolled",
      });
      expect(provisioned.code).toBe(0);
    });

    it("has a chain that openssl verifies for a TLS client, with the registration id as common name", () => {
      const chain = plant.file(`${serialNumber}.pem`);
      writeFileSync(chain, String(provisioned.result["certificateChain"]));
      expect(
        openssl("verify", "-purpose", "sslclient", "-CAfile", plant.file("line-ca.pem"), "-untrusted", chain, chain),
      ).toContain("OK");
      expect(openssl("x509", "-in", chain, "-noout", "-subject", "-nameopt", "multiline")).toContain(
        String(provisioned.result["registrationId"]),
      );
    });

    it("registers by its client certificate", async () => {
      expect(await device.next("registered")).toMatchObject({ deviceId: serialNumber });
      expect(await device.next("connected")).toMatchObject({ deviceId: serialNumber, desired: { $version: 1 } });
    });

    it("verifies: chain, key proof, registration and service", async () => {
      const verified = await touchmark("verify", "--port", pty.path, "--data", plant.data);
      expect(verified.stderr).toBe("");
      expect(verified.result).toMatchObject({ outcome: "pass", serialNumber });
    });
  });
});
