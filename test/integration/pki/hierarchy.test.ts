import { generateKeyPairSync } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeRevocationList } from "../../../main/pki/authority/make-revocation-list.ts";
import type { AuthorityInUse } from "../../../main/pki/custody/authority-in-use.ts";
import { keyAlgorithms } from "../../../main/pki/keys/generate-key.ts";
import { derToPem, readCertificateFile } from "../../../main/pki/pem.ts";
import { AuthorityStore } from "../../../main/station/authority-store.ts";
import { authorityView, exportAuthorityChain } from "../../../main/station/operations/show-authority.ts";
import { SecretStore } from "../../../main/station/secret-store.ts";
import { hasOpenssl, openssl, opensslMust } from "../../harness/openssl.ts";

const publicKey = generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export({ type: "spki", format: "der" });
const order = { publicKey, commonName: "unit-1", validityDays: 100, subject: { O: "Works" } };

describe.skipIf(!hasOpenssl)("root, line, device, judged by OpenSSL", () => {
  let folder = "";
  let authorities: AuthorityStore;
  const at = (name: string): string => join(folder, name);
  const save = (name: string, content: string | Uint8Array): string => {
    writeFileSync(at(name), content);
    return at(name);
  };
  const pem = (certificates: readonly (Uint8Array | undefined)[]): string =>
    certificates.map((der) => derToPem(der ?? new Uint8Array())).join("");
  const own = (name: string, algorithm: (typeof keyAlgorithms)[number]) => ({
    name,
    algorithm,
    commonName: `${name} of the plant`,
    validityDays: 4000,
  });

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "touchmark-hierarchy-"));
    for (const name of ["secrets", "secrets-elsewhere"]) mkdirSync(at(name));
    authorities = new AuthorityStore(at("authorities"), new SecretStore(at("secrets")));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const verified = async (line: AuthorityInUse, root: Uint8Array | undefined, more: readonly string[] = []) => {
    const { chain } = await line.issueDeviceCertificate(order);
    const files = [
      save("root.pem", pem([root])),
      save("above.pem", pem(line.chain)),
      save("leaf.pem", pem([chain[0]])),
    ];
    const [rootFile = "", above = "", leaf = ""] = files;
    return openssl([
      "verify",
      "-x509_strict",
      "-purpose",
      "sslclient",
      ...more,
      "-CAfile",
      rootFile,
      "-untrusted",
      above,
      leaf,
    ]);
  };

  it.each(keyAlgorithms)("of %s keys", async (algorithm) => {
    const root = await authorities.createRoot(own(`root-${algorithm}`, algorithm));
    const line = await authorities.createUnder(`root-${algorithm}`, own(`line-${algorithm}`, algorithm));
    expect(await verified(line, root.chain[0])).toMatchObject({ ok: true });
    const { text } = opensslMust(["x509", "-inform", "der", "-noout", "-text"], line.chain[0]);
    expect(text).toMatch(/Basic Constraints: critical\s+CA:TRUE, pathlen:0\n/);
    expect(text).toMatch(/Key Usage: critical\s+Certificate Sign, CRL Sign\n/);
    await expect(authorities.createUnder(`line-${algorithm}`, own("too-deep", algorithm))).rejects.toMatchObject({
      code: "pki.not-authority",
    });
    const journal = await (await authorities.journal(`root-${algorithm}`)).entries();
    expect(journal.map(({ type }) => type)).toEqual(["intended", "issued"]);
  });

  it("certified elsewhere: the request is OpenSSL's to judge and sign", async () => {
    const lost = await authorities.request(own("asked", "ec-p384"));
    const csr = save("line.csr", await authorities.request(own("asked", "ec-p384")));
    const keyOf = (file: string) => opensslMust(["req", "-in", file, "-noout", "-pubkey"]).text;
    expect(keyOf(csr)).toBe(keyOf(save("lost.csr", lost)));
    const otherKind = authorities.request(own("asked", "rsa-2048"));
    await expect(otherKind).rejects.toMatchObject({ code: "pki.name-taken" });
    expect(opensslMust(["req", "-in", csr, "-verify", "-noout", "-subject"]).text).toMatch(/CN ?= ?asked of the plant/);
    await expect(authorities.get("asked")).rejects.toMatchObject({ code: "pki.not-certified" });
    expect(await authorities.show("asked")).toMatchObject({ chain: [], subject: "" });
    opensslMust([
      "req",
      "-x509",
      "-newkey",
      "rsa:2048",
      "-nodes",
      "-keyout",
      at("plant.key"),
      "-out",
      at("plant.pem"),
      "-days",
      "900",
      "-subj",
      "/CN=Plant Root",
      "-addext",
      "keyUsage=critical,keyCertSign,cRLSign",
    ]);
    opensslMust([
      "x509",
      "-req",
      "-in",
      csr,
      "-CA",
      at("plant.pem"),
      "-CAkey",
      at("plant.key"),
      "-days",
      "800",
      "-copy_extensions",
      "copy",
      "-out",
      at("line.pem"),
    ]);
    const [line, root] = [
      readCertificateFile(opensslMust(["x509", "-in", at("line.pem")]).bytes),
      readCertificateFile(opensslMust(["x509", "-in", at("plant.pem")]).bytes),
    ];
    await expect(authorities.complete("asked", line)).rejects.toMatchObject({ code: "pki.bad-chain" });
    await expect(authorities.complete("asked", root)).rejects.toMatchObject({ code: "pki.bad-import" });
    // As a PKCS #7 bundle of OpenSSL's, root first.
    opensslMust([
      "crl2pkcs7",
      "-nocrl",
      "-certfile",
      at("plant.pem"),
      "-certfile",
      at("line.pem"),
      "-out",
      at("back.p7b"),
    ]);
    const bundle = readCertificateFile(opensslMust(["pkcs7", "-in", at("back.p7b"), "-outform", "der"]).bytes);
    expect(bundle).toHaveLength(2);
    const authority = await authorities.complete("asked", bundle);
    expect(await verified(authority, root[0])).toMatchObject({ ok: true });
    await expect(authorities.complete("asked", bundle)).rejects.toMatchObject({ code: "pki.name-taken" });
  });

  it("certified by a root on another station", async () => {
    const csr = await authorities.request(own("remote", "rsa-2048"));
    const elsewhere = new AuthorityStore(at("elsewhere"), new SecretStore(at("secrets-elsewhere")));
    await elsewhere.createRoot(own("root", "ec-p384"));
    const chain = await elsewhere.certify("root", Buffer.from(csr), 1000);
    const line = await authorities.complete("remote", chain);
    expect(await verified(line, chain.at(-1))).toMatchObject({ ok: true });
  });

  it("ends with whatever of it ends first, though the line's own certificate goes on", async () => {
    const csr = save("long.csr", await authorities.request(own("long", "ec-p256")));
    const ssl = (words: string) => opensslMust(words.split(" "));
    ssl(
      `req -x509 -newkey rsa:2048 -nodes -keyout ${at("short.key")} -out ${at("short.pem")} -days 300 -subj /CN=Short -addext keyUsage=critical,keyCertSign,cRLSign`,
    );
    ssl(
      `x509 -req -in ${csr} -CA ${at("short.pem")} -CAkey ${at("short.key")} -days 900 -copy_extensions copy -out ${at("long.pem")}`,
    );
    const chain = ["long.pem", "short.pem"].flatMap((name) => readCertificateFile(readFileSync(at(name))));
    const line = await authorities.complete("long", chain);
    const { certificate } = await line.issueDeviceCertificate({ ...order, validityDays: 800 });
    const endOf = (der: Uint8Array | undefined): string =>
      opensslMust(["x509", "-inform", "der", "-noout", "-enddate"], der).text;
    expect(endOf(certificate)).toBe(endOf(chain[1]));
    const { warnings } = authorityView(await authorities.show("long"));
    expect(warnings).toMatchObject([{ warning: "shortens-devices", subject: "CN=Short" }]);
  });

  it("is exported as PEM, PKCS #7 and DER", async () => {
    const line = await authorities.createPilot("shown");
    for (const [file, words] of [
      ["chain.pem", ["crl2pkcs7", "-nocrl", "-certfile"]],
      ["chain.p7b", ["pkcs7", "-inform", "der", "-in"]],
    ] as const) {
      const path = save(file, exportAuthorityChain(line, file));
      const bundle = opensslMust([...words, path, "-outform", "pem"]).bytes;
      const { text } = opensslMust(["pkcs7", "-print_certs", "-noout"], bundle);
      expect([...text.matchAll(/subject=CN = (.+)/g)].map(([, name]) => name)).toEqual([
        "shown PILOT Line CA",
        "shown PILOT Root CA",
      ]);
      expect(
        readCertificateFile(Buffer.from(exportAuthorityChain(line, file))).map((der) => Uint8Array.from(der)),
      ).toEqual(line.chain.map((der) => new Uint8Array(der)));
    }
    expect(exportAuthorityChain(line, "line.cer")).toEqual(line.chain[0]);
  });

  it.each(keyAlgorithms)("revokes, with a list signed by an %s key", async (algorithm) => {
    const root = await authorities.createRoot(own(`rev-root-${algorithm}`, algorithm));
    const line = await authorities.createUnder(`rev-root-${algorithm}`, own(`rev-line-${algorithm}`, algorithm));
    const [good, bad] = [await line.issueDeviceCertificate(order), await line.issueDeviceCertificate(order)];
    const at = new Date();
    const listOf = (revocations: Parameters<typeof makeRevocationList>[1]["revocations"], number: number) =>
      makeRevocationList(line, { revocations, number, validityDays: 30 });
    const empty = save("empty.crl", await listOf([], 1));
    const list = save(
      "list.crl",
      await listOf(
        [
          { serialNumber: bad.serialNumber, at, reason: "key-compromise" },
          { serialNumber: "7f".repeat(16), at, reason: "unspecified" },
        ],
        300,
      ),
    );
    const issuer = save("issuer.pem", pem([line.chain[0]]));
    for (const file of [empty, list]) {
      expect(openssl(["crl", "-inform", "der", "-in", file, "-CAfile", issuer, "-noout"]).text).toContain("verify OK");
    }
    const { text } = opensslMust(["crl", "-inform", "der", "-in", list, "-noout", "-text"]);
    expect(text).toMatch(/X509v3 CRL Number:\s+300\n/);
    expect(text).toMatch(/Key Compromise/);
    expect(text).toContain(bad.serialNumber.toUpperCase());
    const crl = save("list.pem", opensslMust(["crl", "-inform", "der", "-in", list, "-outform", "pem"]).bytes);
    const judge = (certificate: Uint8Array) =>
      openssl([
        "verify",
        "-crl_check",
        "-CRLfile",
        crl,
        "-CAfile",
        save("root.pem", pem([root.chain[0]])),
        "-untrusted",
        issuer,
        save("leaf.pem", pem([certificate])),
      ]);
    expect(judge(good.certificate)).toMatchObject({ ok: true });
    expect(judge(bad.certificate)).toMatchObject({ ok: false, text: expect.stringContaining("certificate revoked") });
  });

  it("keeps every key encrypted", () => {
    for (const name of readdirSync(at("authorities"))) {
      const key = readFileSync(join(at("authorities"), name, "key.pem"), "utf8");
      expect(key).toMatch(/^-----BEGIN ENCRYPTED PRIVATE KEY-----/);
    }
  });
});
