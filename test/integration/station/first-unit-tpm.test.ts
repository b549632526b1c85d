import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type PlantSetUp, setUpPlant } from "../../harness/plant.ts";
import { ptyTo, type PtyPort, socatAvailable } from "../../harness/pty-pair.ts";
import { startSwtpm, swtpmAvailable } from "../../harness/swtpm.ts";
import { type Background, startInBackground, touchmark } from "../../harness/touchmark.ts";

const serialNumber = "GW200000017";

/** Issue 2, "Seen on real input" 1: swtpm behind a practice device on a PTY, provisioned by the command line. */
describe.skipIf(!swtpmAvailable() || !socatAvailable())("a TPM unit on a serial port", () => {
  let plant: PlantSetUp;
  let swtpm: Awaited<ReturnType<typeof startSwtpm>>;
  let device: Background;
  let pty: PtyPort;
  let recipe: string;
  let provisioned: Awaited<ReturnType<typeof touchmark>>;

  const provisionUnit = () => {
    const what = ["--recipe", recipe, "--port", pty.path, "--lot", "4711"];
    return touchmark("provision", ...what, "--data", plant.data);
  };

  beforeAll(async () => {
    plant = await setUpPlant();
    swtpm = await startSwtpm();
    // Read by somebody else's tools before ours ever talk to it.
    await swtpm.tpm2(["readpublic", "-c", "0x81010001", "-o", plant.file("ek.pub")]);
    mkdirSync(plant.file("makers"));
    writeFileSync(plant.file("makers/root.pem"), swtpm.rootPem);
    writeFileSync(plant.file("makers/issuer.pem"), swtpm.issuerPem);
    writeFileSync(plant.file("makers/readme.txt"), "of the maker");
    const trusted = await touchmark("trust", "add", plant.file("makers"), "--data", plant.data);
    expect(trusted.code).toBe(0);
    expect(trusted.documents).toContainEqual({ skipped: "readme.txt", why: "no certificate in it" });
    const fingerprints = trusted.documents.flatMap(({ fingerprint }) =>
      typeof fingerprint === "string" ? [fingerprint] : [],
    );
    expect(fingerprints).toHaveLength(2);
    device = await startInBackground(
      [
        "practice",
        "device",
        "--kind",
        "smp",
        "--attestation",
        "tpm",
        "--serial",
        serialNumber,
        "--tpm",
        `tcp:127.0.0.1:${swtpm.port}`,
        "--listen",
        "tcp:127.0.0.1:0",
        "--ca",
        plant.dps.ready["caFile"] ?? "",
      ],
      "stderr",
    );
    pty = await ptyTo(device.ready["address"] ?? "");
    recipe = plant.recipe({ attestation: "tpm" });
    const written = JSON.parse(readFileSync(recipe, "utf8")) as { attestation: { endorsementKey: object } };
    Object.assign(written.attestation.endorsementKey, { trust: fingerprints.map((each) => each.slice(0, 20)) });
    writeFileSync(recipe, JSON.stringify(written));
    provisioned = await provisionUnit();
  });

  afterAll(async () => {
    await pty?.stop();
    await device?.stop();
    await swtpm?.stop();
    await plant?.stop();
  });

  it("passes, enrolled, with every step passed", () => {
    expect(provisioned.stderr).toBe("");
    expect(provisioned.result).toMatchObject({
      outcome: "pass",
      code: null,
      serialNumber,
      deviceId: serialNumber,
      enrollment: "enrolled",
    });
    expect(provisioned.code).toBe(0);
    expect((provisioned.result["steps"] as { outcome: string }[]).every(({ outcome }) => outcome === "pass")).toBe(
      true,
    );
  });

  it("reads the endorsement key that tpm2_readpublic prints, byte for byte", () => {
    expect(provisioned.result["endorsementKey"]).toBe(readFileSync(plant.file("ek.pub")).toString("base64"));
  });

  it("derives the registration id as coreutils do over the same bytes", () => {
    const id = execFileSync("sh", [
      "-c",
      `sha256sum "$1" | cut -c1-64 | tr -d '\\n' | xxd -r -p 2>/dev/null | base32 -w0 || true`,
      "sh",
      plant.file("ek.pub"),
    ]);
    const viaPython = execFileSync("python3", [
      "-c",
      "import sys,hashlib;sys.stdout.buffer.write(hashlib.sha256(open(sys.argv[1],'rb').read()).digest())",
      plant.file("ek.pub"),
    ]);
    const base32 = id.length > 50 ? id.toString() : execFileSync("base32", ["-w0"], { input: viaPython }).toString();
    expect(provisioned.result["registrationId"]).toBe(base32.replaceAll("=", "").toLowerCase());
  });

  it("judged the certificate that swtpm_setup made, and had swtpm itself activate the credential", () => {
    const finished = provisioned.documents.filter((document) => document["type"] === "step-finished");
    expect(finished.find(({ id }) => id === "check-endorsement-certificate")).toMatchObject({
      measurements: { verdict: "verified" },
    });
    expect(finished.find(({ id }) => id === "activate-credential")).toMatchObject({ outcome: "pass" });
  });

  it("keeps both certificates of the TPM with the unit, as OpenSSL reads them", async () => {
    const shown = await touchmark("unit", "show", serialNumber, "--data", plant.data);
    const [unit] = shown.documents;
    expect(unit?.["facts"]).toMatchObject({
      manufacturer: "IBM",
      ownerAuthSet: false,
      inLockout: false,
      fipsMode: false,
    });
    const kept = unit?.["endorsementCertificates"] as { pem: string; sha256: string }[];
    expect(kept).toMatchObject([
      { nvIndex: "0x01c00002", grade: "verified", accepted: true, key: "the endorsement key that DPS clients use" },
      { nvIndex: "0x01c00016", grade: "verified", accepted: true, key: "the key at 0x81010016" },
    ]);
    for (const { pem, sha256 } of kept) {
      const said = execFileSync("openssl", ["x509", "-noout", "-fingerprint", "-sha256"], { input: pem }).toString();
      expect(said.trim().split("=")[1]?.replaceAll(":", "").toLowerCase()).toBe(sha256);
    }
  });

  it("boots and registers with the blob that only this TPM can open", async () => {
    expect(await device.next("registered")).toMatchObject({ deviceId: serialNumber });
    expect(await device.next("connected")).toMatchObject({ deviceId: serialNumber, desired: { $version: 1 } });
  });

  it("verifies: device, records and service agree, and the device is registered", async () => {
    const verified = await touchmark("verify", "--port", pty.path, "--data", plant.data);
    expect(verified.stderr).toBe("");
    expect(verified.result).toMatchObject({ outcome: "pass", serialNumber, enrollment: "enrolled" });
    expect(verified.documents.find((document) => document["id"] === "registration-state")).toMatchObject({
      found: expect.stringContaining("registered at"),
    });
  });

  it("is the same identity when provisioned again, and one unit in the manifest", async () => {
    const again = await provisionUnit();
    expect(again.result).toMatchObject({ outcome: "pass", registrationId: provisioned.result["registrationId"] });
    const exported = await touchmark(
      "export",
      "--lot",
      "4711",
      "--format",
      "jsonl",
      "--out",
      plant.file("4711.jsonl"),
      "--data",
      plant.data,
    );
    expect(exported.code).toBe(0);
    const lines = readFileSync(plant.file("4711.jsonl"), "utf8").trim().split("\n");
    const units = lines.filter((line) => line.includes(serialNumber));
    expect(units).toHaveLength(1);
    expect(units[0]).toContain(String(provisioned.result["endorsementKey"]));
  });
});
