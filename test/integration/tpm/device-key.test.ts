import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toPem } from "../../../main/base/bytes/pem.ts";
import { listHandles } from "../../../main/tpm/list-handles.ts";
import { TpmDeviceKeys } from "../../../main/workflow/keys/tpm-device-keys.ts";
import { startSwtpm, type Swtpm, swtpmAvailable } from "../../harness/swtpm.ts";
import { withTpm } from "./open-swtpm.ts";

const run = promisify(execFile);

/** Keys the station makes in a TPM, judged by tpm2-tools and OpenSSL. */
describe.skipIf(!swtpmAvailable())("a device key in swtpm", () => {
  let swtpm: Swtpm;
  beforeAll(async () => {
    swtpm = await startSwtpm();
  });
  afterAll(() => swtpm?.stop());
  const path = (name: string): string => join(swtpm.folder, name);
  const openssl = async (...words: readonly string[]): Promise<string> => {
    const { stdout, stderr } = await run("openssl", [...words], { cwd: swtpm.folder });
    return `${stdout}${stderr}`;
  };

  describe.each([
    ["ec-p256", "0x81000101"],
    ["rsa-2048", "0x81000202"],
  ] as const)("%s at %s", (algorithm, handle) => {
    const place = { algorithm, handle: Number(handle), persistStorageRootKey: false };
    const withKeys = <Value>(task: (keys: TpmDeviceKeys) => Promise<Value>): Promise<Value> =>
      withTpm(swtpm, (_tpm, channel) => task(new TpmDeviceKeys(channel, place)));
    let publicKey: Uint8Array;
    beforeAll(async () => {
      publicKey = await withKeys((keys) => keys.generate(algorithm));
    });

    it("is the key tpm2_readpublic shows, with the documented template", async () => {
      const shown = await swtpm.tpm2(["readpublic", "-c", handle, "-f", "pem", "-o", "shown.pem"]);
      expect(await readFile(path("shown.pem"), "utf8")).toBe(toPem("PUBLIC KEY", publicKey));
      expect(shown).toContain("value: fixedtpm|fixedparent|sensitivedataorigin|userwithauth|noda|sign\n");
    });

    it("requests a certificate that openssl verifies", async () => {
      const request = await withKeys((keys) => keys.certificateRequest("sn-4711"));
      await writeFile(path("request.der"), request);
      const told = await openssl("req", "-inform", "der", "-in", "request.der", "-verify", "-noout", "-subject");
      expect(told).toContain("verify OK");
      expect(told).toContain("CN = sn-4711");
    });

    it("signs what openssl verifies", async () => {
      const message = randomBytes(200);
      await writeFile(path("message"), message);
      await writeFile(path("key.pem"), toPem("PUBLIC KEY", publicKey));
      await writeFile(path("signature"), await withKeys((keys) => keys.sign(message)));
      const verifying = ["-verify", "key.pem", "-signature", "signature", "message"];
      expect(await openssl("dgst", "-sha256", ...verifying)).toContain("Verified OK");
    });

    it("is kept, and nothing else is left in the TPM", async () => {
      await withTpm(swtpm, async (tpm, channel) => {
        const keys = new TpmDeviceKeys(channel, place);
        expect(await keys.generate(algorithm)).toEqual(publicKey);
        expect(await listHandles(tpm, 0x80000000)).toEqual([]);
        expect(await listHandles(tpm, 0x02000000)).toEqual([]);
        expect(await listHandles(tpm, 0x81000000)).not.toContain(0x81000001);
      });
    });
  });

  it("made by tpm2-tools as docs/recipes.md says is taken as it is", async () => {
    const attributes = "fixedtpm|fixedparent|sensitivedataorigin|userwithauth|noda|sign";
    await swtpm.tpm2(["createprimary", "-C", "o", "-G", "ecc", "-c", "parent.ctx"]);
    await swtpm.tpm2(["create", "-C", "parent.ctx", "-G", "ecc256", "-a", attributes, "-u", "k.pub", "-r", "k.priv"]);
    await swtpm.tpm2(["flushcontext", "-t"]);
    await swtpm.tpm2(["load", "-C", "parent.ctx", "-u", "k.pub", "-r", "k.priv", "-c", "k.ctx"]);
    await swtpm.tpm2(["evictcontrol", "-C", "o", "-c", "k.ctx", "0x81000303"]);
    await swtpm.tpm2(["flushcontext", "-t"]);
    await swtpm.tpm2(["readpublic", "-c", "0x81000303", "-f", "pem", "-o", "theirs.pem"]);
    const place = { algorithm: "ec-p256", handle: 0x81000303, persistStorageRootKey: false } as const;
    const ours = await withTpm(swtpm, (_tpm, channel) => new TpmDeviceKeys(channel, place).generate("ec-p256"));
    expect(toPem("PUBLIC KEY", ours)).toBe(await readFile(path("theirs.pem"), "utf8"));
  });

  it("never takes the place of a key with another template", async () => {
    await swtpm.tpm2(["createprimary", "-C", "o", "-G", "ecc", "-c", "other.ctx"]);
    await swtpm.tpm2(["evictcontrol", "-C", "o", "-c", "other.ctx", "0x81000404"]);
    await swtpm.tpm2(["flushcontext", "-t"]);
    const before = await swtpm.tpm2(["readpublic", "-c", "0x81000404"]);
    const place = { algorithm: "ec-p256", handle: 0x81000404, persistStorageRootKey: false } as const;
    const making = withTpm(swtpm, (_tpm, channel) => new TpmDeviceKeys(channel, place).generate("ec-p256"));
    await expect(making).rejects.toMatchObject({ code: "tpm.handle-taken" });
    expect(await swtpm.tpm2(["readpublic", "-c", "0x81000404"])).toBe(before);
  });

  it("keeps the storage root key that tpm2-tools make, where the recipe wants it", async () => {
    const place = { algorithm: "ec-p256", handle: 0x81000505, persistStorageRootKey: true } as const;
    await withTpm(swtpm, (_tpm, channel) => new TpmDeviceKeys(channel, place).generate("ec-p256"));
    const attributes = "restricted|decrypt|fixedtpm|fixedparent|sensitivedataorigin|userwithauth|noda";
    const making = ["createprimary", "-C", "o", "-G", "rsa2048:aes128cfb", "-a", attributes, "-c", "srk.ctx"];
    await swtpm.tpm2([...making]);
    await swtpm.tpm2(["readpublic", "-c", "srk.ctx", "-o", "made.pub"]);
    await swtpm.tpm2(["flushcontext", "-t"]);
    await swtpm.tpm2(["readpublic", "-c", "0x81000001", "-o", "kept.pub"]);
    expect(await readFile(path("kept.pub"))).toEqual(await readFile(path("made.pub")));
  });
});
