import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toHex, utf8 } from "../../../main/base/bytes/bytes.ts";
import { readCertificateFile } from "../../../main/pki/pem.ts";
import { derivePrimaryKey } from "../../../main/tpm/endorsement-key/derive-primary-key.ts";
import { matchCertificates } from "../../../main/tpm/endorsement-key/match-certificates.ts";
import { persistEndorsementKey } from "../../../main/tpm/endorsement-key/persist-endorsement-key.ts";
import { proveEndorsementKey } from "../../../main/tpm/endorsement-key/prove-endorsement-key.ts";
import { readEndorsementKey } from "../../../main/tpm/endorsement-key/read-endorsement-key.ts";
import { listHandles } from "../../../main/tpm/list-handles.ts";
import { readTpmFacts } from "../../../main/tpm/read-tpm-facts.ts";
import { TPM_RH } from "../../../main/tpm/spec/tpm-rh.ts";
import { encodeTpm2bPublic } from "../../../main/tpm/structures/tpm2b-public.ts";
import { persistStorageRootKey } from "../../../main/tpm/storage-root-key/persist-storage-root-key.ts";
import { endorsementKeyTemplates } from "../../../main/tpm/templates/endorsement-key-templates.ts";
import { withTransients } from "../../../main/tpm/with-transients.ts";
import { startSwtpm, type Swtpm, swtpmAvailable } from "../../harness/swtpm.ts";
import { withTpm } from "./open-swtpm.ts";

const fileIn = (swtpm: Swtpm, name: string): Promise<Buffer> => readFile(join(swtpm.folder, name));

describe.skipIf(!swtpmAvailable())("what tpm2-tools say of the same TPM", () => {
  let swtpm: Swtpm;
  beforeAll(async () => {
    swtpm = await startSwtpm();
  });
  afterAll(() => swtpm?.stop());

  /** TPM2B_PUBLIC of the key that the station's template gives. */
  const derived = (nvIndex: number): Promise<string> =>
    withTpm(swtpm, (tpm) =>
      withTransients(tpm, async (keep) => {
        const { template } = endorsementKeyTemplates.get(nvIndex) ?? expect.fail();
        const primary = await derivePrimaryKey(tpm, TPM_RH.ENDORSEMENT, template);
        keep(primary.handle);
        return toHex(encodeTpm2bPublic(primary.publicArea));
      }),
    );

  it.each([
    ["L-1", 0x01c00002, "rsa2048"],
    ["L-2", 0x01c0000a, "ecc256"],
    ["H-3", 0x01c00016, "ecc384"],
    ["H-4", 0x01c00018, "ecc521"],
    ["H-6", 0x01c0001c, "rsa3072"],
  ])("tpm2_createek makes the same key of template %s", async (name, nvIndex, algorithm) => {
    await swtpm.tpm2(["createek", "-G", algorithm, "-c", "ek.ctx", "-u", "ek.pub"]);
    await swtpm.tpm2(["flushcontext", "-t"]);
    expect(endorsementKeyTemplates.get(nvIndex)?.name).toBe(name);
    expect(await derived(nvIndex)).toBe((await fileIn(swtpm, "ek.pub")).toString("hex"));
  });

  // The tool has no name for these two.
  it.each([
    ["H-1", 0x01c00012, "rsa2048:aes128cfb"],
    ["H-2", 0x01c00014, "ecc256:aes128cfb"],
  ])("tpm2_createprimary makes the same key of template %s", async (name, nvIndex, algorithm) => {
    const template = endorsementKeyTemplates.get(nvIndex);
    expect(template?.name).toBe(name);
    await writeFile(join(swtpm.folder, "policy"), template?.template.authPolicy ?? "");
    const attributes = "fixedtpm|fixedparent|sensitivedataorigin|userwithauth|adminwithpolicy|restricted|decrypt";
    const what = ["-C", "e", "-g", "sha256", "-G", algorithm, "-a", attributes, "-L", "policy", "-c", "ek.ctx"];
    await swtpm.tpm2(["createprimary", ...what]);
    await swtpm.tpm2(["readpublic", "-c", "ek.ctx", "-o", "ek.pub"]);
    await swtpm.tpm2(["flushcontext", "-t"]);
    expect(await derived(nvIndex)).toBe((await fileIn(swtpm, "ek.pub")).toString("hex"));
  });

  it("finds both certificates as tpm2_nvread reads them, and the key of each", async () => {
    await swtpm.tpm2(["nvread", "0x1c00002", "-o", "rsa.der"]);
    await swtpm.tpm2(["nvread", "0x1c00016", "-o", "ecc.der"]);
    const found = await withTpm(swtpm, async (tpm) => {
      const reading = await readEndorsementKey(tpm);
      return matchCertificates(tpm, reading, { deriveRsa: "when-needed" });
    });
    expect(found.map(({ nvIndex, key }) => ({ nvIndex, key }))).toEqual([
      { nvIndex: 0x01c00002, key: { of: "endorsement-key" } },
      { nvIndex: 0x01c00016, key: { of: "persistent-key", handle: 0x81010016 } },
    ]);
    const sums = found.map(({ der }) => createHash("sha256").update(der).digest("hex"));
    const wanted = [await fileIn(swtpm, "rsa.der"), await fileIn(swtpm, "ecc.der")];
    expect(sums).toEqual(wanted.map((der) => createHash("sha256").update(der).digest("hex")));
  });

  it("reads intermediates that lie over two indices", async () => {
    const pem = `${swtpm.issuerPem}\n${swtpm.rootPem}`;
    const all = Buffer.concat([...readCertificateFile(utf8(pem))]);
    const cut = 700;
    for (const [index, part] of [all.subarray(0, cut), all.subarray(cut)].entries()) {
      const nvIndex = `0x1c0010${index}`;
      await writeFile(join(swtpm.folder, "part"), part);
      await swtpm.tpm2([
        "nvdefine",
        nvIndex,
        "-C",
        "o",
        "-s",
        String(part.length),
        "-a",
        "ownerread|authread|ownerwrite|no_da",
      ]);
      await swtpm.tpm2(["nvwrite", nvIndex, "-C", "o", "-i", "part"]);
    }
    const { chain } = await withTpm(swtpm, (tpm) => readEndorsementKey(tpm));
    expect(chain.map(toHex)).toEqual(readCertificateFile(utf8(pem)).map(toHex));
  });

  it("tells the facts that tpm2_getcap tells", async () => {
    const fixed = await swtpm.tpm2(["getcap", "properties-fixed"]);
    const variable = await swtpm.tpm2(["getcap", "properties-variable"]);
    const raw = (text: string, name: string): number =>
      Number(new RegExp(`${name}:\\s+(?:raw: )?(0x[0-9A-Fa-f]+|\\d+)`).exec(text)?.[1] ?? Number.NaN);
    const facts = await withTpm(swtpm, (tpm) => readTpmFacts(tpm));
    const hex = (word: number): string => word.toString(16).padStart(8, "0");
    expect(facts).toMatchObject({
      manufacturer: Buffer.from(hex(raw(fixed, "TPM2_PT_MANUFACTURER")), "hex")
        .toString("latin1")
        .replace(/\0+$/, ""),
      firmwareVersion: `${hex(raw(fixed, "TPM2_PT_FIRMWARE_VERSION_1"))}.${hex(raw(fixed, "TPM2_PT_FIRMWARE_VERSION_2"))}`,
      ownerAuthSet: raw(variable, "ownerAuthSet") === 1,
      endorsementAuthSet: raw(variable, "endorsementAuthSet") === 1,
      lockoutAuthSet: raw(variable, "lockoutAuthSet") === 1,
      inLockout: raw(variable, "inLockout") === 1,
      lockoutCounter: raw(variable, "TPM2_PT_LOCKOUT_COUNTER"),
      lockoutLimit: raw(variable, "TPM2_PT_MAX_AUTH_FAIL"),
      fipsMode: /FIPS_140_2/.test(fixed) && raw(fixed, "TPM2_PT_MODES") !== 0,
    });
  });

  it("is proven and persisted after tpm2_changeauth by whoever has the passwords, and refused to others", async () => {
    await swtpm.tpm2(["evictcontrol", "-C", "o", "-c", "0x81010001"]);
    await swtpm.tpm2(["changeauth", "-c", "o", "of the owner"]);
    await swtpm.tpm2(["changeauth", "-c", "e", "of the maker"]);
    await withTpm(swtpm, async (tpm) => {
      await expect(readEndorsementKey(tpm)).rejects.toMatchObject({ code: "tpm.authorization-needed" });
      expect(await readTpmFacts(tpm)).toMatchObject({
        ownerAuthSet: true,
        endorsementAuthSet: true,
        lockoutCounter: 0,
      });
    });
    const passwords = (owner: string, maker: string) =>
      new Map([
        [TPM_RH.OWNER, utf8(owner)],
        [TPM_RH.ENDORSEMENT, utf8(maker)],
      ]);
    await withTpm(
      swtpm,
      async (tpm) => {
        await expect(readEndorsementKey(tpm)).rejects.toMatchObject({ code: "tpm.wrong-password" });
        expect(await readTpmFacts(tpm)).toMatchObject({ lockoutCounter: 0, inLockout: false });
      },
      passwords("a guess", "a guess"),
    );
    await withTpm(
      swtpm,
      async (tpm) => {
        const reading = await readEndorsementKey(tpm);
        await proveEndorsementKey(tpm, reading);
        expect(await persistEndorsementKey(tpm, reading)).toBe("persisted");
        expect(await persistStorageRootKey(tpm)).toBe("persisted");
        expect(await listHandles(tpm, 0x80000000)).toEqual([]);
      },
      passwords("of the owner", "of the maker"),
    );
    expect(await swtpm.tpm2(["getcap", "handles-persistent"])).toContain("0x81010001");
  });
});
