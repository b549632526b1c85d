import { execFileSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type PlantSetUp, setUpPlant } from "../../harness/plant.ts";
import { startSwtpm, type Swtpm, swtpmAvailable } from "../../harness/swtpm.ts";
import { parts } from "../../set-up/parts.ts";
import { type Background, type CommandResult, startInBackground, touchmark } from "../../harness/touchmark.ts";

// Hashes and random numbers stay in software: a TPM without a resource manager has three slots.
const provider = [
  "-provider",
  "tpm2",
  "-provider",
  "default",
  "-propquery",
  "?provider=tpm2,tpm2.digest!=yes,tpm2.cipher!=yes",
];
const providerFiles = parts.find(({ name }) => name === "tpm2-openssl")?.files ?? [];
const providerAvailable = providerFiles.some((file) => existsSync(file));

/** X.509 units whose key is in swtpm, provisioned and verified by the command line over a device that only forwards. */
describe.skipIf(!swtpmAvailable()).each(["ec-p256", "rsa-2048"] as const)(
  "a unit with its %s key in the TPM",
  (algorithm) => {
    const serialNumber = "GW300000001";
    let plant: PlantSetUp;
    let swtpm: Swtpm;
    let device: Background | undefined;
    let provisioned: CommandResult;

    const plugIn = (): Promise<Background> => {
      const what = ["practice", "device", "--kind", "smp", "--attestation", "x509", "--serial", serialNumber];
      const tpm = ["--tpm", `tcp:127.0.0.1:${swtpm.port}`, "--state", plant.file("device.json")];
      return startInBackground([...what, ...tpm, "--listen", "tcp:127.0.0.1:0"], "stderr");
    };
    const provision = (recipe: string): Promise<CommandResult> => {
      const where = ["--port", device?.ready["address"] ?? "", "--lot", "4711", "--data", plant.data];
      return touchmark("provision", "--recipe", recipe, ...where);
    };
    /** swtpm serves one client at a time: the device lets go while others look into its TPM. */
    const unplugged = async <Value>(task: () => Promise<Value> | Value): Promise<Value> => {
      await device?.stop();
      try {
        return await task();
      } finally {
        device = await plugIn();
      }
    };
    const recipe = (): string => plant.recipe({ attestation: "x509", algorithm, where: "tpm", persist: true });

    beforeAll(async () => {
      plant = await setUpPlant();
      swtpm = await startSwtpm();
      const authority = ["--data", plant.data];
      expect((await touchmark("ca", "create", "line-ca", "--pilot", ...authority)).code).toBe(0);
      const exporting = ["ca", "export", "line-ca", "--out", plant.file("line-ca.pem"), ...authority];
      expect((await touchmark(...exporting)).code).toBe(0);
      device = await plugIn();
      provisioned = await provision(recipe());
      writeFileSync(plant.file("chain.pem"), String(provisioned.result["certificateChain"]));
    });

    afterAll(async () => {
      await device?.stop();
      await swtpm?.stop();
      await plant?.stop();
    });

    it("passes and is enrolled", () => {
      expect(provisioned.stderr).toBe("");
      expect(provisioned.result).toMatchObject({ outcome: "pass", serialNumber, endorsementKey: null });
      expect(provisioned.code).toBe(0);
      const made = provisioned.documents.find(({ type, id }) => type === "step-finished" && id === "make-key");
      expect(made).toMatchObject({
        measurements: { keyHandle: "0x81000101", made: true, storageRootKey: "persisted", algorithm },
      });
    });

    it("has a chain that openssl verifies, for the key tpm2_readpublic shows", async () => {
      const chain = plant.file("chain.pem");
      const trust = ["-CAfile", plant.file("line-ca.pem"), "-untrusted", chain, chain];
      const verified = execFileSync("openssl", ["verify", "-purpose", "sslclient", ...trust], { encoding: "utf8" });
      expect(verified).toContain("OK");
      await unplugged(() => swtpm.tpm2(["readpublic", "-c", "0x81000101", "-f", "pem", "-o", "key.pem"]));
      const key = new X509Certificate(readFileSync(chain)).publicKey.export({ type: "spki", format: "pem" });
      expect(key).toBe(readFileSync(join(swtpm.folder, "key.pem"), "utf8"));
    });

    it("verifies: chain, key proof, registration and service", async () => {
      const address = device?.ready["address"] ?? "";
      const verified = await touchmark("verify", "--port", address, "--data", plant.data);
      expect(verified.stderr).toBe("");
      expect(verified.result).toMatchObject({ outcome: "pass", serialNumber });
    });

    it("has the same key and certificate when provisioned again", async () => {
      const again = await provision(recipe());
      expect(again.result).toMatchObject({ outcome: "pass" });
      expect(again.result["certificateChain"]).toBe(provisioned.result["certificateChain"]);
      const made = again.documents.find(({ type, id }) => type === "step-finished" && id === "make-key");
      expect(made).toMatchObject({ measurements: { made: false, storageRootKey: "present" } });
    });

    it.skipIf(!providerAvailable)("signs for a TLS client through OpenSSL's TPM provider", async () => {
      const chain = plant.file("chain.pem");
      const env = { ...process.env, TPM2OPENSSL_TCTI: `swtpm:host=127.0.0.1,port=${swtpm.port}` };
      const openssl = (...words: readonly string[]): string =>
        execFileSync("openssl", [...words], { cwd: swtpm.folder, env, encoding: "utf8", timeout: 30_000 });
      writeFileSync(join(swtpm.folder, "message"), "what TLS has hashed");
      openssl("x509", "-in", chain, "-noout", "-pubkey", "-out", "certified.pem");
      // What TLS 1.3 asks of a client's key (RFC 8446, clause 4.2.3).
      const padding = algorithm === "ec-p256" ? [] : ["-pkeyopt", "rsa_padding_mode:pss"];
      const digest = ["-rawin", "-digest", "sha256", "-in", "message", ...padding];
      const key = ["-inkey", "handle:0x81000101", ...provider];
      await unplugged(() => openssl("pkeyutl", "-sign", ...digest, ...key, "-out", "signature"));
      const certified = ["-pubin", "-inkey", "certified.pem", "-sigfile", "signature"];
      expect(openssl("pkeyutl", "-verify", ...digest, ...certified)).toContain("Signature Verified Successfully");
    });

    it("fails verification once another key is at the handle", async () => {
      await unplugged(async () => {
        await swtpm.tpm2(["evictcontrol", "-C", "o", "-c", "0x81000101"]);
        const attributes = "fixedtpm|fixedparent|sensitivedataorigin|userwithauth|noda|sign";
        const kind = algorithm === "ec-p256" ? "ecc256" : "rsa2048";
        await swtpm.tpm2(["create", "-C", "0x81000001", "-G", kind, "-a", attributes, "-u", "k.pub", "-r", "k.priv"]);
        await swtpm.tpm2(["load", "-C", "0x81000001", "-u", "k.pub", "-r", "k.priv", "-c", "k.ctx"]);
        await swtpm.tpm2(["evictcontrol", "-C", "o", "-c", "k.ctx", "0x81000101"]);
        await swtpm.tpm2(["flushcontext", "-t"]);
      });
      const address = device?.ready["address"] ?? "";
      const verified = await touchmark("verify", "--port", address, "--data", plant.data);
      expect(verified.result).toMatchObject({ outcome: "fail", code: "unit.differs" });
      expect((await provision(recipe())).result).toMatchObject({ outcome: "fail", code: "unit.quarantined" });
      await touchmark("unit", "release", serialNumber, "--reason", "looked at", "--data", plant.data);
      expect((await provision(recipe())).result).toMatchObject({ outcome: "fail", code: "records.identity-changed" });
    });
  },
);
