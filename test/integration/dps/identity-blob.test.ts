import { createHmac, randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ByteReader } from "../../../main/base/bytes/byte-reader.ts";
import { ByteWriter } from "../../../main/base/bytes/byte-writer.ts";
import { makeIdentityBlob } from "../../../main/practice/dps/blob/make-identity-blob.ts";
import { type RsaPublicArea, readRsaPublicArea } from "../../../main/practice/dps/blob/rsa-public-area.ts";
import { type Swtpm, startSwtpm, swtpmAvailable } from "../../harness/swtpm.ts";

/** The service's sealed key, opened by tools nobody here wrote: tpm2-tools on swtpm. */
describe.skipIf(!swtpmAvailable())("the identity blob", () => {
  let swtpm: Swtpm;
  const file = (name: string): string => join(swtpm.folder, name);
  const areaOf = async (name: string): Promise<RsaPublicArea> => {
    const area = readRsaPublicArea(new Uint8Array(await readFile(file(name))));
    if (area === undefined) throw new Error(`${name} is no RSA storage key`);
    return area;
  };

  beforeAll(async () => {
    swtpm = await startSwtpm();
    await swtpm.tpm2(["readpublic", "-c", "0x81010001", "-o", "ek.pub"]);
    await swtpm.tpm2(["createprimary", "-C", "o", "-G", "rsa2048", "-c", "srk.ctx"]);
    await swtpm.tpm2(["readpublic", "-c", "srk.ctx", "-o", "srk.pub"]);
    await swtpm.tpm2(["flushcontext", "-t"]);
  });
  afterAll(() => swtpm.stop());

  it("has six parts of the sizes the fact sheet saw", async () => {
    const blob = makeIdentityBlob(await areaOf("ek.pub"), await areaOf("srk.pub"), randomBytes(32));
    const reader = new ByteReader(blob);
    expect(Array.from({ length: 6 }, () => reader.sized().length + 2)).toEqual([54, 258, 144, 258, 50, 2]);
    reader.end();
  });

  it("gives the TPM a key whose HMAC is the software's", async () => {
    const key = randomBytes(32);
    const reader = new ByteReader(makeIdentityBlob(await areaOf("ek.pub"), await areaOf("srk.pub"), key));
    const parts = Array.from({ length: 5 }, () => new ByteWriter().sized(reader.sized()).finish());
    const [idObject, secret, duplicate, seed, publicArea] = parts as [
      Uint8Array,
      Uint8Array,
      Uint8Array,
      Uint8Array,
      Uint8Array,
    ];
    // tpm2-tools' credential file: magic, version, TPM2B_ID_OBJECT, TPM2B_ENCRYPTED_SECRET.
    await writeFile(file("credential"), new ByteWriter().u32(0xbadcc0de).u32(1).bytes(idObject).bytes(secret).finish());
    await writeFile(file("duplicate"), duplicate);
    await writeFile(file("seed"), seed);
    await writeFile(file("identity.pub"), publicArea);

    await swtpm.tpm2(["startauthsession", "--policy-session", "-S", "session.ctx"]);
    await swtpm.tpm2(["policysecret", "-S", "session.ctx", "-c", "e"]);
    const credential = [
      "-c",
      "srk.ctx",
      "-C",
      "0x81010001",
      "-i",
      "credential",
      "-o",
      "wrap.key",
      "-P",
      "session:session.ctx",
    ];
    await swtpm.tpm2(["activatecredential", ...credential]);
    await swtpm.tpm2(["flushcontext", "session.ctx"]);
    await swtpm.tpm2(["flushcontext", "-t"]);
    expect(await readFile(file("wrap.key"))).toHaveLength(16);

    const wrapped = [
      "-C",
      "srk.ctx",
      "-i",
      "duplicate",
      "-k",
      "wrap.key",
      "-s",
      "seed",
      "-u",
      "identity.pub",
      "-r",
      "identity.priv",
    ];
    await swtpm.tpm2(["import", "-G", "aes128", ...wrapped]);
    await swtpm.tpm2(["load", "-C", "srk.ctx", "-u", "identity.pub", "-r", "identity.priv", "-c", "identity.ctx"]);
    await swtpm.tpm2(["flushcontext", "-t"]);
    const message = "0neTouchmark%2Fregistrations%2Funit-1\n1700000000";
    await writeFile(file("message"), message);
    await swtpm.tpm2(["hmac", "-c", "identity.ctx", "-o", "mac", "message"]);
    expect(await readFile(file("mac"))).toEqual(createHmac("sha256", key).update(message).digest());
  });
});
