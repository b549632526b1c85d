import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeRevocationList } from "../../../main/pki/authority/make-revocation-list.ts";
import { loadCryptoki } from "../../../main/pki/custody/pkcs11/cryptoki.ts";
import { readCertificateFile } from "../../../main/pki/pem.ts";
import { SecretStore } from "../../../main/station/secret-store.ts";
import { AuthorityStore } from "../../../main/station/authority-store.ts";
import { derToPem } from "../../../main/pki/pem.ts";
import { hasOpenssl, openssl, opensslMust } from "../../harness/openssl.ts";
import { hasSofthsm, softToken, type SoftToken } from "../../harness/softhsm.ts";

const kinds = [
  { name: "p256", type: "EC:prime256v1", id: "01", by: "ecdsa-with-SHA256" },
  { name: "p384", type: "EC:secp384r1", id: "02", by: "ecdsa-with-SHA384" },
  { name: "rsa2048", type: "rsa:2048", id: "03", by: "sha256WithRSAEncryption" },
  { name: "rsa3072", type: "rsa:3072", id: "04", by: "sha256WithRSAEncryption" },
] as const;

describe.skipIf(!hasSofthsm || !hasOpenssl)("an authority whose key is in a token, judged by OpenSSL", () => {
  let folder = "";
  let token: SoftToken;
  const at = (name: string): string => join(folder, name);
  const store = (): AuthorityStore => new AuthorityStore(at("authorities"), new SecretStore(at("secrets")));
  const publicKey = generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export({
    type: "spki",
    format: "der",
  });
  const order = { publicKey, commonName: "unit-1", validityDays: 100, subject: { O: "Works" } };
  const place = (key: string) => ({ module: token.module, token: token.label, key });
  const chainOf = (name: string): readonly Uint8Array[] => readCertificateFile(readFileSync(at(`${name}.chain`)));

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "touchmark-token-"));
    token = softToken();
    // The plant's root, by OpenSSL; the token never sees it.
    opensslMust([
      "req",
      "-x509",
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:P-384",
      "-nodes",
      "-keyout",
      at("root.key"),
      "-out",
      at("root.pem"),
      "-days",
      "3000",
      "-subj",
      "/CN=Plant Root",
      "-addext",
      "keyUsage=critical,keyCertSign,cRLSign",
    ]);
    for (const { name, type, id } of kinds) {
      writeFileSync(at(`${name}.pub`), derToPem(token.generate(type, name, id), "PUBLIC KEY"));
      writeFileSync(
        at("ca.ext"),
        "basicConstraints=critical,CA:TRUE,pathlen:0\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n",
      );
      opensslMust([
        "req",
        "-new",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-keyout",
        at("any.key"),
        "-subj",
        `/CN=Line ${name}`,
        "-out",
        at("any.csr"),
      ]);
      opensslMust([
        "x509",
        "-req",
        "-in",
        at("any.csr"),
        "-force_pubkey",
        at(`${name}.pub`),
        "-CA",
        at("root.pem"),
        "-CAkey",
        at("root.key"),
        "-days",
        "2000",
        "-extfile",
        at("ca.ext"),
        "-out",
        at(`${name}.pem`),
      ]);
      writeFileSync(
        at(`${name}.chain`),
        Buffer.concat([readFileSync(at("root.pem")), readFileSync(at(`${name}.pem`))]),
      );
    }
  });
  afterAll(() => {
    token?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(kinds)("signs with $type what OpenSSL verifies", async ({ name, by }) => {
    const authority = await store().attach(name, place(name), { certificates: chainOf(name), pin: token.pin });
    const { chain } = await authority.issueDeviceCertificate(order);
    writeFileSync(at("leaf.pem"), derToPem(chain[0] ?? new Uint8Array()));
    writeFileSync(at("above.pem"), derToPem(chain[1] ?? new Uint8Array()));
    expect(chain).toHaveLength(2);
    const verify = [
      "verify",
      "-x509_strict",
      "-purpose",
      "sslclient",
      "-CAfile",
      at("root.pem"),
      "-untrusted",
      at("above.pem"),
    ];
    expect(openssl([...verify, at("leaf.pem")])).toMatchObject({ ok: true });
    expect(opensslMust(["x509", "-in", at("leaf.pem"), "-noout", "-text"]).text).toContain(by);
    const revocations = [{ serialNumber: "7f".repeat(16), at: new Date(), reason: "key-compromise" }] as const;
    writeFileSync(at("list.crl"), await makeRevocationList(authority, { revocations, number: 1, validityDays: 30 }));
    const list = openssl(["crl", "-inform", "der", "-in", at("list.crl"), "-CAfile", at("above.pem"), "-noout"]);
    expect(list.text).toContain("verify OK");
    for (const file of readdirSync(at("authorities"))) {
      expect(readdirSync(join(at("authorities"), file)).toSorted()).toEqual(["authority.json", "chain.pem"]);
    }
  });

  it("finds the key by its id too, and says which authority is locked", async () => {
    const authorities = store();
    await authorities.attach("by-id", place("id:01"), { certificates: chainOf("p256"), pin: token.pin });
    const later = store();
    expect(await later.isLocked("by-id")).toBe(true);
    await expect(later.get("by-id")).rejects.toMatchObject({ code: "pki.locked" });
    await later.unlock("by-id", token.pin);
    expect(await later.isLocked("by-id")).toBe(false);
    await expect((await later.get("by-id")).issueDeviceCertificate(order)).resolves.toBeDefined();
  });

  it("takes the PIN from the settings, and works on in another session when the token was reset", async () => {
    await store().attach("shift", place("p256"), { certificates: chainOf("p256"), pin: token.pin });
    process.env["TOUCHMARK_PKCS11_PIN"] = token.pin;
    const authority = await store().get("shift");
    delete process.env["TOUCHMARK_PKCS11_PIN"];
    const module = await loadCryptoki(token.module);
    // What a pulled token or another program does: every session of this process is over.
    expect(await module.call("C_Finalize", null)).toBe(0);
    expect(await module.call("C_Initialize", null)).toBe(0);
    await expect(authority.issueDeviceCertificate(order)).resolves.toBeDefined();
  });

  it("outlives the garbage collector", async () => {
    const authority = await store().attach("kept", place("rsa2048"), {
      certificates: chainOf("rsa2048"),
      pin: token.pin,
    });
    setFlagsFromString("--expose-gc");
    const collect: unknown = runInNewContext("gc");
    for (let round = 0; round < 10; round += 1) {
      if (typeof collect === "function") collect();
      await expect(authority.key.sign(new Uint8Array(500))).resolves.toHaveLength(256);
    }
  });

  it("signs for thirty-two slots at once", async () => {
    const authority = await store().attach("busy", place("p384"), { certificates: chainOf("p384"), pin: token.pin });
    const issued = await Promise.all(Array.from({ length: 32 }, () => authority.issueDeviceCertificate(order)));
    expect(new Set(issued.map(({ serialNumber }) => serialNumber)).size).toBe(32);
  });

  it("spends a wrong PIN once, and only a person spends another", async () => {
    await store().attach("guarded", place("p256"), { certificates: chainOf("p256"), pin: token.pin });
    // Whoever is logged in on a token is so for the whole process: out first.
    const logOut = async (): Promise<void> => {
      const module = await loadCryptoki(token.module);
      await module.call("C_Finalize", null);
      await module.call("C_Initialize", null);
    };
    await logOut();
    const authorities = store();
    await expect(authorities.unlock("guarded", "000000")).rejects.toMatchObject({ code: "pki.wrong-pin" });
    process.env["TOUCHMARK_PKCS11_PIN"] = token.pin;
    await expect(authorities.get("guarded")).rejects.toMatchObject({ code: "pki.wrong-pin" });
    delete process.env["TOUCHMARK_PKCS11_PIN"];
    await authorities.unlock("guarded", token.pin);
    await expect(authorities.get("guarded")).resolves.toMatchObject({ name: "guarded" });
  });

  it.each([
    ["another token", { token: "nowhere" }, "pki.no-token"],
    ["another key", { key: "nobody" }, "pki.no-token-key"],
    ["the key of another certificate", { key: "p384" }, "pki.bad-import"],
    ["no module", { module: "/nowhere/module.so" }, "pki.token-module"],
    ["a module by its bare name", { module: "libsofthsm2.so" }, "pki.token-module"],
    ["a library that is none", { module: "/lib/x86_64-linux-gnu/libm.so.6" }, "pki.token-module"],
  ])("is refused for %s", async (_, change, code) => {
    const attaching = store().attach(
      "wrong",
      { ...place("p256"), ...change },
      { certificates: chainOf("p256"), pin: token.pin },
    );
    await expect(attaching).rejects.toMatchObject({ code });
  });
});
