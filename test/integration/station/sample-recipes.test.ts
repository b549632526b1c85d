import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type PlantSetUp, setUpPlant } from "../../harness/plant.ts";
import { ptyTo, socatAvailable } from "../../harness/pty-pair.ts";
import { type Swtpm, startSwtpm, swtpmAvailable } from "../../harness/swtpm.ts";
import { startInBackground, touchmark } from "../../harness/touchmark.ts";

const folder = join(import.meta.dirname, "../../../resources/recipes");

interface Sample {
  readonly recipe: string;
  readonly serialNumber: string;
  /** What the practice device is told of itself. */
  readonly device: readonly string[];
  /** Behind a real TPM of software. */
  readonly tpm?: boolean;
  readonly enrollment?: string;
  /** Its key is in a TPM that the practice device only forwards to: key-in-tpm.test.ts registers with it. */
  readonly keyInTpm?: boolean;
}

const identityGroup = (attestation: string, model: string): readonly string[] => [
  "--attestation",
  attestation,
  "--model",
  model,
];

const samples: readonly Sample[] = [
  { recipe: "gateway-tpm", serialNumber: "GW200000091", device: identityGroup("tpm", "GW-200"), tpm: true },
  {
    recipe: "gateway-x509-tpm",
    serialNumber: "GW300000092",
    device: identityGroup("x509", "GW-300"),
    tpm: true,
    keyInTpm: true,
  },
  {
    recipe: "gateway-x509-group",
    serialNumber: "GW300000093",
    device: identityGroup("x509", "GW-300"),
    enrollment: "group",
  },
  { recipe: "sensor-x509", serialNumber: "SN100000094", device: identityGroup("x509", "SN-100") },
  { recipe: "sensor-symmetric-key", serialNumber: "SN100000095", device: identityGroup("symmetric-key", "SN-100") },
  {
    recipe: "sensor-symmetric-key-group",
    serialNumber: "SN100000096",
    device: identityGroup("symmetric-key", "SN-100"),
    enrollment: "group",
  },
];

/** Run by stock-zephyr.test.ts, with what the firmware then holds judged by OpenSSL. */
const stockZephyr = ["sensor-zephyr-fs", "sensor-zephyr-settings"];
/** Run by ca-requests.test.ts: its certificates are signed by OpenSSL. */
const signedElsewhere = ["sensor-x509-offline"];
const getty = join(import.meta.dirname, "../../harness/getty-stand-in.sh");
const password = "Tr0ub4dor-and-3";

/** Issue 3, "Done when": the sample recipes as an engineer takes them; only addresses and folders are this plant's own. */
describe("the sample recipe", () => {
  let plant: PlantSetUp;
  let swtpm: Swtpm | undefined;

  beforeAll(async () => {
    plant = await setUpPlant();
    const data = ["--data", plant.data];
    writeFileSync(plant.file("key"), `${Buffer.alloc(64, 7).toString("base64")}\n`);
    writeFileSync(plant.file("password"), `${password}\n`);
    const symmetric = ["plant-dps", "line-7-sensors", "--symmetric-key-secret", "line-7-key"];
    const done = [
      await touchmark("secret", "set", "line-7-key", "--file", plant.file("key"), ...data),
      await touchmark("secret", "set", "gateway-installer", "--file", plant.file("password"), ...data),
      await touchmark("ca", "create", "line-ca", "--pilot", ...data),
      await touchmark("group", "create", ...symmetric, ...data),
      await touchmark("group", "create", "plant-dps", "line-7-gateways", "--x509-authority", "line-ca", ...data),
    ];
    expect(done.map(({ stderr }) => stderr).join("")).toBe("");
  });

  afterAll(async () => {
    await swtpm?.stop();
    await plant?.stop();
  });

  /** A TPM of its own for each unit: two with one endorsement key would be refused. */
  async function freshTpm(): Promise<Swtpm> {
    await swtpm?.stop();
    swtpm = await startSwtpm();
    writeFileSync(plant.file("roots.pem"), `${swtpm.rootPem}\n${swtpm.issuerPem}`);
    expect((await touchmark("trust", "add", plant.file("roots.pem"), "--data", plant.data)).code).toBe(0);
    return swtpm;
  }

  function recipe(name: string, change: (text: string) => string = (text) => text): string {
    const { endpoint = "", idScope = "" } = plant.dps.ready;
    const file = plant.file(`${name}.yaml`);
    const text = readFileSync(join(folder, `${name}.yaml`), "utf8");
    writeFileSync(
      file,
      change(text).replace("global.azure-devices-provisioning.net", endpoint).replace("0ne00000000", idScope),
    );
    return file;
  }

  const provision = (file: string, port: string) =>
    touchmark("provision", "--recipe", file, "--port", port, "--data", plant.data);

  it("has a test, whichever it is", () => {
    const files = readdirSync(folder).filter((name) => name.endsWith(".yaml"));
    const run = [...samples.map((sample) => sample.recipe), "linux-gateway-tpm", ...stockZephyr, ...signedElsewhere];
    expect(files.toSorted()).toEqual(run.map((name) => `${name}.yaml`).toSorted());
  });

  describe.each(samples)("$recipe", (sample) => {
    const { recipe: name, serialNumber, device, tpm = false, enrollment = "enrolled" } = sample;
    it.skipIf(tpm && !swtpmAvailable())("provisions a unit that then registers", async () => {
      const unit = ["--kind", "smp", ...device, "--serial", serialNumber];
      const chip = tpm ? ["--tpm", `tcp:127.0.0.1:${(await freshTpm()).port}`] : [];
      const where = ["--listen", "tcp:127.0.0.1:0", "--ca", plant.dps.ready["caFile"] ?? ""];
      const running = await startInBackground(["practice", "device", ...unit, ...chip, ...where], "stderr");
      try {
        const passed = await provision(recipe(name), running.ready["address"] ?? "");
        expect(passed.stderr).toBe("");
        expect(passed.result).toMatchObject({ outcome: "pass", serialNumber, enrollment });
        if (sample.keyInTpm === true) return;
        expect(await running.next("registered")).toMatchObject({ deviceId: passed.result["deviceId"] });
      } finally {
        await running.stop();
      }
    });
  });

  it.skipIf(!swtpmAvailable() || !socatAvailable())("linux-gateway-tpm provisions a unit at its log-in", async () => {
    const { port } = await freshTpm();
    const rootFolder = plant.file("gateway");
    for (const name of ["etc/product", "etc/aziot"]) mkdirSync(join(rootFolder, name), { recursive: true });
    writeFileSync(join(rootFolder, "etc/product/model"), "GW-300\n");
    writeFileSync(join(rootFolder, "etc/product/serial"), "GW300000097\n");
    const pty = await ptyTo(`exec:'${getty} installer ${password} bash -i',pty,setsid,ctty,stderr`);
    try {
      const file = recipe("linux-gateway-tpm", (text) =>
        text
          .replaceAll(/(?<=[ :])\/etc\//g, `${rootFolder}/etc/`)
          .replace("device: /dev/tpmrm0", `tcti: "swtpm:host=127.0.0.1,port=${port}"`),
      );
      const passed = await provision(file, pty.path);
      expect(passed.stderr).toBe("");
      expect(passed.result).toMatchObject({ outcome: "pass", serialNumber: "GW300000097", enrollment: "enrolled" });
      expect(readFileSync(join(rootFolder, "etc/aziot/config.toml"), "utf8")).toContain('method = "tpm"');
    } finally {
      await pty.stop();
    }
  });
});
