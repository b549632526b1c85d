import { execFile } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkEndorsementKey } from "../../../main/tpm/endorsement-key/check-endorsement-key.ts";
import { defaultRegistrationId } from "../../../main/tpm/endorsement-key/default-registration-id.ts";
import { proveEndorsementKey } from "../../../main/tpm/endorsement-key/prove-endorsement-key.ts";
import { readEndorsementKey } from "../../../main/tpm/endorsement-key/read-endorsement-key.ts";
import { listHandles } from "../../../main/tpm/list-handles.ts";
import { TPM_CC } from "../../../main/tpm/spec/tpm-cc.ts";
import { HANDLE_FIRST } from "../../../main/tpm/spec/tpm-rh.ts";
import { type Swtpm, startSwtpm, swtpmAvailable } from "../../harness/swtpm.ts";
import { withTpm } from "./open-swtpm.ts";

const run = promisify(execFile);

describe.skipIf(!swtpmAvailable())("a persistent endorsement key", () => {
  let swtpm: Swtpm;
  beforeAll(async () => {
    swtpm = await startSwtpm();
  });
  afterAll(() => swtpm?.stop());
  const read = () => withTpm(swtpm, (tpm) => readEndorsementKey(tpm));

  it("is the bytes tpm2_readpublic and tpm2_createek give", async () => {
    const reading = await read();
    await swtpm.tpm2(["readpublic", "-c", "0x81010001", "-o", "read.pub"]);
    await swtpm.tpm2(["createek", "-G", "rsa", "-c", "ek.ctx", "-u", "created.pub"]);
    expect(reading.publicArea).toEqual(new Uint8Array(await readFile(join(swtpm.folder, "read.pub"))));
    expect(reading.publicArea).toEqual(new Uint8Array(await readFile(join(swtpm.folder, "created.pub"))));
    expect(reading.publicArea.length).toBe(316);
    expect(() => {
      checkEndorsementKey(reading.publicArea);
    }).not.toThrow();
  });

  it("gives the registration id that coreutils give", async () => {
    const { publicArea } = await read();
    const file = join(swtpm.folder, "ek.pub");
    await writeFile(file, publicArea);
    const hash = (await run("sha256sum", [file])).stdout.slice(0, 64);
    await writeFile(`${file}.sha256`, Buffer.from(hash, "hex"));
    const base32 = (await run("base32", ["-w0", `${file}.sha256`])).stdout;
    expect(defaultRegistrationId(publicArea)).toBe(base32.replaceAll("=", "").trim().toLowerCase());
  });

  it("comes with its certificates, told apart by whose key they hold", async () => {
    const { certificates, source, template, reason, publicArea } = await read();
    await swtpm.tpm2(["nvread", "0x1c00002", "-o", "nv.der"]);
    expect(certificates.map(({ nvIndex, matches }) => [nvIndex, matches])).toEqual([
      [0x01c00002, true],
      [0x01c00016, false],
    ]);
    const der = certificates[0]?.der ?? new Uint8Array(0);
    expect(der).toEqual(new Uint8Array(await readFile(join(swtpm.folder, "nv.der"))));
    const certificate = new X509Certificate(der);
    expect(certificate.verify(new X509Certificate(swtpm.issuerPem).publicKey)).toBe(true);
    const modulus = Buffer.from(certificate.publicKey.export({ format: "jwk" }).n ?? "", "base64url");
    expect(publicArea.slice(60)).toEqual(new Uint8Array(modulus));
    expect({ source, template }).toEqual({ source: "persistent", template: "unknown" });
    expect(reason).toContain("matches the EK certificate in NV 0x01C00002");
  });

  it("is read without making a key", async () => {
    await withTpm(swtpm, async (tpm, channel) => {
      await readEndorsementKey(tpm);
      expect(channel.exchanges.map(({ command }) => command)).not.toContain(TPM_CC.CreatePrimary);
    });
  });

  it("is proven, and nothing is left in the TPM", async () => {
    await withTpm(swtpm, async (tpm) => {
      await proveEndorsementKey(tpm, await readEndorsementKey(tpm));
      expect(await listHandles(tpm, HANDLE_FIRST.TRANSIENT)).toEqual([]);
      expect(await listHandles(tpm, HANDLE_FIRST.LOADED_SESSION)).toEqual([]);
    });
  });

  it("is not proven when the key read is another TPM's, and nothing is left in the TPM", async () => {
    await withTpm(swtpm, async (tpm) => {
      const reading = await readEndorsementKey(tpm);
      const other = reading.publicArea.slice();
      crypto.getRandomValues(other.subarray(61, 315));
      await expect(proveEndorsementKey(tpm, { ...reading, publicArea: other })).rejects.toMatchObject({
        code: "tpm.not-proven",
      });
      expect(await listHandles(tpm, HANDLE_FIRST.TRANSIENT)).toEqual([]);
      expect(await listHandles(tpm, HANDLE_FIRST.LOADED_SESSION)).toEqual([]);
    });
  });
});
