import { execFile, spawnSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { examineEndorsementKey } from "../../../main/tpm/endorsement-key/doctor/examine-endorsement-key.ts";
import { hasOpenssl, opensslMust } from "../../harness/openssl.ts";
import { type Swtpm, startSwtpm, swtpmAvailable } from "../../harness/swtpm.ts";
import { touchmark } from "../../harness/touchmark.ts";

const run = promisify(execFile);

/** Files as tpm2-tools, OpenSSL and coreutils make them from one TPM's keys. */
describe.skipIf(!swtpmAvailable() || !hasOpenssl)("the EK doctor on files of real tools", () => {
  let swtpm: Swtpm;
  let rightKey: string;
  const at = (name: string): string => join(swtpm.folder, name);
  const examine = async (name: string) => examineEndorsementKey(await readFile(at(name)));

  beforeAll(async () => {
    swtpm = await startSwtpm();
    await swtpm.tpm2(["readpublic", "-c", "0x81010001", "-o", "ek.pub"]);
    rightKey = (await run("base64", ["-w0", at("ek.pub")])).stdout;
  });
  afterAll(() => swtpm?.stop());

  it("finds base64 -w0 of tpm2_readpublic right", async () => {
    await writeFile(at("ek.b64"), rightKey);
    expect(await examine("ek.b64")).toMatchObject({ verdict: "right", endorsementKey: rightKey });
  });

  it.each([
    ["tss", "tpm2b-public", "exact"],
    ["tpmt", "tpmt-public", "exact"],
    ["der", "public-key-info", "assumes-standard-template"],
    ["pem", "public-key-info", "assumes-standard-template"],
  ])("converts tpm2_readpublic -f %s", async (format, form, certainty) => {
    await swtpm.tpm2(["readpublic", "-c", "0x81010001", "-f", format, "-o", `ek.${format}`]);
    expect(await examine(`ek.${format}`)).toMatchObject({ form, certainty, endorsementKey: rightKey });
  });

  it("proves the key from what tpm2_readpublic prints, by its name", async () => {
    await writeFile(at("ek.txt"), await swtpm.tpm2(["readpublic", "-c", "0x81010001"]));
    expect(await examine("ek.txt")).toMatchObject({
      form: "tpm2-tools-listing",
      certainty: "exact",
      endorsementKey: rightKey,
    });
  });

  it("converts the certificate in NV and what OpenSSL makes of it", async () => {
    await swtpm.tpm2(["nvread", "0x1c00002", "-o", "certificate.der"]);
    const pem = opensslMust(["x509", "-inform", "DER", "-in", at("certificate.der")]).bytes;
    const key = opensslMust(["x509", "-inform", "DER", "-in", at("certificate.der"), "-pubkey", "-noout"]).bytes;
    const rsa = opensslMust(["rsa", "-pubin", "-RSAPublicKey_out"], key).bytes;
    const text = opensslMust(["rsa", "-pubin", "-text", "-noout"], key).bytes;
    const modulus = opensslMust(["rsa", "-pubin", "-modulus", "-noout"], key).bytes;
    const der = await readFile(at("certificate.der"));
    for (const content of [der, Buffer.concat([der, Buffer.alloc(40, 0xff)]), pem, key, rsa, text, modulus]) {
      expect(examineEndorsementKey(content)).toMatchObject({ verdict: "assumed", endorsementKey: rightKey });
    }
    expect(examineEndorsementKey(pem).form).toBe("certificate");
    expect(examineEndorsementKey(rsa).form).toBe("rsa-public-key");
  });

  it("refuses the certificate of an ECC key and one that is no endorsement certificate", async () => {
    await swtpm.tpm2(["nvread", "0x1c00016", "-o", "ecc.der"]);
    expect(await examine("ecc.der")).toMatchObject({ verdict: "unusable", form: "ecc-key" });
    await writeFile(at("issuer.pem"), swtpm.issuerPem);
    expect(await examine("issuer.pem")).toMatchObject({ verdict: "unusable", form: "certificate" });
  });

  it("tells the TPM's other keys from its EK", async () => {
    await swtpm.tpm2(["createprimary", "-C", "o", "-c", "srk.ctx"]);
    await swtpm.tpm2(["readpublic", "-c", "srk.ctx", "-o", "srk.pub"]);
    await swtpm.tpm2(["flushcontext", "-t"]);
    await swtpm.tpm2(["createek", "-G", "ecc384", "-c", "ecc.ctx", "-u", "ecc.pub"]);
    await swtpm.tpm2(["flushcontext", "-t"]);
    expect(await examine("srk.pub")).toMatchObject({ verdict: "unusable", form: "other-tpm-key" });
    expect(await examine("ecc.pub")).toMatchObject({ verdict: "unusable", form: "ecc-key" });
    expect(await examine("srk.ctx")).toMatchObject({ verdict: "unusable" });
  });

  it.skipIf(spawnSync("which", ["xxd"]).status !== 0)("reads what xxd prints", async () => {
    for (const options of [[], ["-p"]]) {
      await writeFile(at("dump.txt"), (await run("xxd", [...options, at("ek.pub")])).stdout);
      expect(await examine("dump.txt")).toMatchObject({ certainty: "exact", endorsementKey: rightKey });
    }
  });

  it.skipIf(spawnSync("which", ["hexdump"]).status !== 0)("reads what hexdump -C and od print", async () => {
    await writeFile(at("dump.txt"), (await run("hexdump", ["-C", "-v", at("ek.pub")])).stdout);
    expect(await examine("dump.txt")).toMatchObject({ certainty: "exact", endorsementKey: rightKey });
    await writeFile(at("dump.txt"), (await run("od", ["-An", "-v", "-tx1", at("ek.pub")])).stdout);
    expect(await examine("dump.txt")).toMatchObject({ certainty: "exact", endorsementKey: rightKey });
  });

  it("answers on the command line", async () => {
    const converted = await touchmark("tpm", "ek", at("ek.pub"));
    expect(converted).toMatchObject({ code: 0, stderr: "" });
    expect(converted.documents).toEqual([
      expect.objectContaining({ type: "endorsement-key", verdict: "converted", endorsementKey: rightKey }),
    ]);
    expect(await touchmark("tpm", "ek", at("issuer.pem"))).toMatchObject({ code: 1 });
    expect(await touchmark("tpm", "ek", at("no-such-file"))).toMatchObject({ code: 2 });
  });
});
