import { mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { toHex, utf8 } from "../../../main/base/bytes/bytes.ts";
import { documentSigning } from "../../../main/pki/authority/certificate-profiles.ts";
import { derToPem } from "../../../main/pki/pem.ts";
import { openTrustStore, type TrustStore } from "../../../main/pki/trust/trust-store.ts";
import { caExtensions, deviceExtensions, purposeExtension, testCertificate } from "../../harness/test-certificates.ts";

describe("trust store", () => {
  let folder = "";
  let store: TrustStore;
  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), "touchmark-trust-")), "trust");
    store = openTrustStore(folder);
  });
  afterEach(() => rm(join(folder, ".."), { recursive: true }));

  it("trusts nothing at first", async () => {
    expect(await store.list()).toEqual([]);
    expect(await store.roots()).toEqual([]);
  });

  it("takes DER and PEM bundles, each certificate once", async () => {
    const a = await testCertificate({ name: "vendor a", extensions: caExtensions() });
    const b = await testCertificate({ name: "vendor b", extensions: caExtensions() });
    await store.add(b.der);
    const added = await store.add(utf8(`Vendor certificates\r\n${derToPem(b.der)}\n${derToPem(a.der)}`));
    expect(added.map(({ subject }) => subject)).toEqual(["CN=vendor b", "CN=vendor a"]);
    expect((await store.list()).map(({ subject }) => subject)).toEqual(["CN=vendor a", "CN=vendor b"]);
    expect((await openTrustStore(folder).roots()).map(toHex)).toEqual([toHex(a.der), toHex(b.der)]);
    const names = await readdir(folder);
    expect(names).toHaveLength(2);
    for (const name of names) expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
  });

  it("takes certificates of signers where it is for those, of devices never", async () => {
    const signer = await testCertificate({ name: "signer", extensions: [purposeExtension(documentSigning)] });
    const device = await testCertificate({ name: "device", extensions: deviceExtensions() });
    const signers = openTrustStore(folder, "signers");
    await expect(store.add(signer.der)).rejects.toMatchObject({ code: "pki.not-authority" });
    await signers.add(signer.der);
    await expect(signers.add(device.der)).rejects.toMatchObject({ code: "pki.not-authority" });
    expect((await signers.list()).map(({ subject }) => subject)).toEqual(["CN=signer"]);
  });

  it("takes nothing of a bundle in which one is no CA", async () => {
    const ca = await testCertificate({ name: "vendor", extensions: caExtensions() });
    const leaf = await testCertificate({ name: "leaf", extensions: deviceExtensions() });
    const bundle = utf8(derToPem(ca.der) + derToPem(leaf.der));
    await expect(store.add(bundle)).rejects.toMatchObject({ code: "pki.not-authority" });
    expect(await store.list()).toEqual([]);
  });

  it("takes every CA certificate in a folder and below, and names what it leaves out", async () => {
    const a = await testCertificate({ name: "vendor a", extensions: caExtensions() });
    const b = await testCertificate({ name: "vendor b", extensions: caExtensions() });
    const leaf = await testCertificate({ name: "leaf", extensions: deviceExtensions() });
    const from = join(folder, "..", "makers");
    await mkdir(join(from, "b"), { recursive: true });
    await writeFile(join(from, "a.cer"), a.der);
    await writeFile(join(from, "b", "both.pem"), derToPem(b.der) + derToPem(leaf.der) + derToPem(a.der));
    await writeFile(join(from, "readme.txt"), "certificates of the makers");
    await symlink("/", join(from, "everything"));
    const { roots, skipped } = await store.addFolder(from);
    expect(roots.map(({ subject }) => subject)).toEqual(["CN=vendor a", "CN=vendor b"]);
    expect(skipped).toEqual([
      { file: "readme.txt", why: "no certificate in it" },
      { file: join("b", "both.pem"), why: "CN=leaf is no CA certificate" },
    ]);
    expect(await store.list()).toHaveLength(2);
    await expect(store.addFolder(join(from, "missing"))).rejects.toMatchObject({ code: "pki.bad-certificate" });
  });

  it("gives the roots that a recipe chose, and says which are missing", async () => {
    const a = await testCertificate({ name: "vendor a", extensions: caExtensions() });
    const b = await testCertificate({ name: "vendor b", extensions: caExtensions() });
    const [first] = await store.add(a.der);
    await store.add(b.der);
    const start = first?.fingerprint.slice(0, 16) ?? "";
    expect((await store.roots([start])).map(toHex)).toEqual([toHex(a.der)]);
    expect(await store.roots()).toHaveLength(2);
    await expect(store.roots([start, "0123456789abcdef"])).rejects.toMatchObject({
      code: "pki.not-trusted",
      detail: expect.stringContaining("0123456789abcdef"),
    });
  });

  it("refuses a file without a certificate", async () => {
    await expect(store.add(utf8("hello"))).rejects.toMatchObject({ code: "pki.bad-certificate" });
    await expect(store.add(new Uint8Array())).rejects.toMatchObject({ code: "pki.bad-certificate" });
  });

  it("removes by fingerprint, written with colons or without", async () => {
    const { der } = await testCertificate({ name: "vendor", extensions: caExtensions() });
    const [root] = await store.add(der);
    const colons = root?.fingerprint.toUpperCase().match(/../g)?.join(":") ?? "";
    await store.remove(colons);
    expect(await store.list()).toEqual([]);
    await expect(store.remove(colons)).rejects.toMatchObject({ code: "pki.not-trusted" });
    await expect(store.remove("../../etc/passwd")).rejects.toMatchObject({ code: "pki.not-trusted" });
  });

  it("says when a file is not what its name says", async () => {
    const a = await testCertificate({ name: "vendor a", extensions: caExtensions() });
    const b = await testCertificate({ name: "vendor b", extensions: caExtensions() });
    const [root] = await store.add(a.der);
    await writeFile(join(folder, `${root?.fingerprint}.pem`), derToPem(b.der));
    await expect(store.roots()).rejects.toMatchObject({ code: "pki.damaged-trust" });
  });
});
