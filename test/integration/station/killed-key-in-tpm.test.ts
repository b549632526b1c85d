import { spawn } from "node:child_process";
import { randomBytes, X509Certificate } from "node:crypto";
import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { silentLog } from "../../../main/base/log.ts";
import { serveTpm } from "../../../main/practice/virtual-tpm/serve-tpm.ts";
import { VirtualTpm } from "../../../main/practice/virtual-tpm/virtual-tpm.ts";
import { servePracticeDevice } from "../../../main/station/practice/serve-practice-device.ts";
import { TPM_CC } from "../../../main/tpm/spec/tpm-cc.ts";
import type { TpmChannel } from "../../../main/tpm/tpm-channel.ts";
import { TpmDeviceKeys } from "../../../main/workflow/keys/tpm-device-keys.ts";
import { type Bundle, bundleProgram } from "../../harness/bundle-program.ts";
import { type PlantSetUp, setUpPlant } from "../../harness/plant.ts";
import { startTouchmark, touchmark } from "../../harness/touchmark.ts";

const place = { handle: 0x81000101, algorithm: "ec-p256", persistStorageRootKey: true } as const;

/** Calls back as a command of one kind goes to the TPM, or as its answer comes back. */
function watched(channel: TpmChannel, code: number, moment: "asked" | "answered", onMoment: () => void): TpmChannel {
  return {
    transmit: async (command, signal) => {
      const isIt = new DataView(command.buffer, command.byteOffset).getUint32(6) === code;
      if (isIt && moment === "asked") onMoment();
      const answer = await channel.transmit(command, signal);
      if (isIt && moment === "answered") onMoment();
      return answer;
    },
  };
}

/** A key that is made in a TPM in several commands: whichever of them a dying station got to, there is one key in the end. */
describe("a station killed while it makes a key in the TPM", () => {
  let dyingStation: Bundle;
  let plant: PlantSetUp;
  let recipe: string;
  let count = 0;

  beforeAll(async () => {
    plant = await setUpPlant();
    dyingStation = await bundleProgram("test/harness/provision-and-die.ts");
    recipe = plant.recipe({ attestation: "x509", where: "tpm", persist: true });
    expect((await touchmark("ca", "create", "line-ca", "--pilot", "--data", plant.data)).code).toBe(0);
  });

  afterAll(async () => {
    dyingStation?.remove();
    await plant?.stop();
  });

  const wordsFor = (address: string): readonly string[] => [
    "provision",
    "--recipe",
    recipe,
    "--port",
    address,
    "--lot",
    "4711",
    "--data",
    plant.data,
  ];

  async function inDevice(tpm: TpmChannel, task: (address: string) => Promise<void>): Promise<void> {
    count += 1;
    const server = await serveTpm(tpm);
    const device = await servePracticeDevice({
      attestation: "x509",
      serialNumber: `UNIT${String(count).padStart(4, "0")}`,
      tpm: `tcp:${server.host}:${server.port}`,
      listen: "tcp:127.0.0.1:0",
      log: silentLog,
      onRegistered: () => undefined,
    });
    try {
      await task(device.address);
    } finally {
      await device.close();
      await server.close();
    }
  }

  async function repeated(tpm: VirtualTpm, address: string): Promise<void> {
    const again = await touchmark(...wordsFor(address));
    expect(again.stderr).toBe("");
    expect(again.result).toMatchObject({ outcome: "pass", enrollment: "enrolled" });
    const leaf = new X509Certificate(String(again.result["certificateChain"]));
    const kept = await new TpmDeviceKeys(tpm, place).publicKey();
    expect(new Uint8Array(leaf.publicKey.export({ type: "spki", format: "der" }))).toEqual(kept);
  }

  it.each([
    ["CreatePrimary", "asked"],
    ["CreatePrimary", "answered"],
    ["Create", "asked"],
    ["Create", "answered"],
    ["Load", "answered"],
    ["EvictControl", "asked"],
    ["EvictControl", "answered"],
    ["Sign", "asked"],
    ["Sign", "answered"],
  ] as const)("at %s, %s", async (command, moment) => {
    const tpm = new VirtualTpm({ seed: randomBytes(32), endorsementCertificate: "none" });
    let killed = false;
    let kill: () => void = () => undefined;
    const dying = watched(tpm, TPM_CC[command], moment, () => {
      kill();
    });
    await inDevice(dying, async (address) => {
      const station = startTouchmark(wordsFor(address));
      kill = () => {
        killed ||= station.kill("SIGKILL");
      };
      await once(station, "close");
      kill = () => undefined;
      expect(killed).toBe(true);
      await repeated(tpm, address);
    });
  });

  it.each([
    "before:make-key",
    "after:make-key",
    "after:issue-certificate",
    "after:write-certificate",
    "after:record",
  ])("at the boundary %s", async (boundary) => {
    const tpm = new VirtualTpm({ seed: randomBytes(32), endorsementCertificate: "none" });
    await inDevice(tpm, async (address) => {
      const words = [dyingStation.file, plant.data, recipe, address, "4711", `at:${boundary}`];
      const [, signal] = await once(spawn(process.execPath, words, { stdio: "ignore" }), "exit");
      expect(signal).toBe("SIGKILL");
      await repeated(tpm, address);
    });
  });
});
