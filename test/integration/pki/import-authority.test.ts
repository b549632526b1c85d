import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { importAuthority, listFileAuthorities, openFileAuthority } from "../../../main/pki/custody/file-authority.ts";
import { describeCertificate } from "../../../main/pki/describe-certificate.ts";
import { derToPem } from "../../../main/pki/pem.ts";
import { hasOpenssl, openssl, opensslMust } from "../../harness/openssl.ts";

const publicKey = generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export({ type: "spki", format: "der" });
const keyArguments = {
  ec: ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"],
  p384: ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-384"],
  rsa: ["-newkey", "rsa:2048"],
  rsa3072: ["-newkey", "rsa:3072"],
} as const;
const passphrase = "of our own copy";

describe.skipIf(!hasOpenssl)("importing a plant's authority made by OpenSSL", () => {
  let folder = "";
  let imported = 0;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "touchmark-import-"));
  });
  afterAll(() => rm(folder, { recursive: true }));
  const at = (name: string): string => join(folder, name);
  const into = (file: string, filePassphrase?: string) => {
    imported += 1;
    const given = filePassphrase === undefined ? {} : { filePassphrase };
    return importAuthority({ folder: at("authorities"), name: `ca-${imported}`, file: at(file), passphrase, ...given });
  };

  /** A root and an intermediate with UTF-8 names; files root.crt, ca.crt, ca.key. */
  async function makeAuthority(
    kind: keyof typeof keyArguments,
    constraints = "critical,CA:TRUE,pathlen:0",
    rootName = "Root",
  ): Promise<void> {
    const ca = ["-addext", "keyUsage=critical,keyCertSign"];
    const root = ["req", "-x509", "-utf8", ...keyArguments[kind], "-nodes", "-keyout", at("root.key"), "-days", "9000"];
    opensslMust([...root, "-subj", `/O=Wörks/CN=${rootName}`, ...ca, "-out", at("root.crt")]);
    const request = [
      "req",
      "-new",
      "-utf8",
      ...keyArguments[kind],
      "-nodes",
      "-keyout",
      at("ca.key"),
      "-subj",
      "/O=Wörks/CN=Line",
    ];
    opensslMust([...request, "-out", at("ca.csr")]);
    await writeFile(
      at("ca.ext"),
      `basicConstraints=${constraints}\nkeyUsage=critical,keyCertSign\nsubjectKeyIdentifier=hash\n`,
    );
    const sign = [
      "x509",
      "-req",
      "-in",
      at("ca.csr"),
      "-CA",
      at("root.crt"),
      "-CAkey",
      at("root.key"),
      "-days",
      "8000",
    ];
    opensslMust([...sign, "-CAcreateserial", "-extfile", at("ca.ext"), "-out", at("ca.crt")]);
  }

  const pkcs12 = (...more: readonly string[]) => {
    const files = ["pkcs12", "-export", "-inkey", at("ca.key"), "-in", at("ca.crt"), "-certfile", at("root.crt")];
    opensslMust([...files, "-passout", "pass:süß", "-out", at("ca.p12"), ...more]);
  };

  it.each([
    "ec",
    "p384",
    "rsa",
    "rsa3072",
  ] as const)("takes PKCS #12 with an %s key, and its certificates verify", async (kind) => {
    await makeAuthority(kind);
    pkcs12("-name", "line");
    const authority = await into("ca.p12", "süß");
    expect(authority.pilot).toBe(false);
    expect(authority.chain.map((der) => describeCertificate(der).subject)).toEqual([
      "O=Wörks, CN=Line",
      "O=Wörks, CN=Root",
    ]);
    const { certificate } = await authority.issueDeviceCertificate({
      publicKey,
      commonName: "unit-1",
      validityDays: 365,
      subject: {},
    });
    await writeFile(at("leaf.pem"), derToPem(certificate));
    const verify = [
      "verify",
      "-purpose",
      "sslclient",
      "-CAfile",
      at("root.crt"),
      "-untrusted",
      at("ca.crt"),
      at("leaf.pem"),
    ];
    expect(openssl(verify).text).toContain("OK");
  });

  it("takes PKCS #12 with the old 3DES cipher and SHA-1 seal", async () => {
    await makeAuthority("rsa");
    pkcs12("-certpbe", "PBE-SHA1-3DES", "-keypbe", "PBE-SHA1-3DES", "-macalg", "sha1");
    await expect(into("ca.p12", "süß")).resolves.toMatchObject({ pilot: false });
  });

  it("takes a PEM bundle in any order, its key encrypted or not", async () => {
    await makeAuthority("ec");
    const parts = await Promise.all(["root.crt", "ca.key", "ca.crt"].map((name) => readFile(at(name), "utf8")));
    await writeFile(at("bundle.pem"), parts.join("\nText between.\n"));
    expect((await into("bundle.pem")).chain).toHaveLength(2);
    opensslMust(["pkcs8", "-topk8", "-in", at("ca.key"), "-passout", "pass:locked", "-out", at("locked.key")]);
    const locked = await Promise.all(["locked.key", "ca.crt", "root.crt"].map((name) => readFile(at(name), "utf8")));
    await writeFile(at("locked.pem"), locked.join(""));
    expect((await into("locked.pem", "locked")).chain).toHaveLength(2);
    await expect(into("locked.pem", "wrong")).rejects.toMatchObject({ code: "pki.passphrase" });
    await expect(into("locked.pem")).rejects.toMatchObject({ code: "pki.passphrase" });
  });

  it("knows for a pilot what a pilot's root has certified, however it comes, now and when it is opened again", async () => {
    await makeAuthority("ec", "critical,CA:TRUE,pathlen:0", "far PILOT Root CA");
    pkcs12();
    const { name, pilot } = await into("ca.p12", "süß");
    expect(pilot).toBe(true);
    expect(await openFileAuthority({ folder: at("authorities"), name, passphrase })).toMatchObject({ pilot: true });
    const about = join(at("authorities"), name, "authority.json");
    // As an earlier version wrote it down.
    await writeFile(about, (await readFile(about, "utf8")).replace('"pilot":true', '"pilot":false'));
    expect(await openFileAuthority({ folder: at("authorities"), name, passphrase })).toMatchObject({ pilot: true });
  });

  it("says pki.passphrase for a PKCS #12 file opened wrongly", async () => {
    await makeAuthority("ec");
    pkcs12();
    await expect(into("ca.p12", "wrong")).rejects.toMatchObject({ code: "pki.passphrase" });
  });

  it("says pki.not-authority for a certificate that may not issue", async () => {
    await makeAuthority("ec", "CA:FALSE");
    pkcs12();
    await expect(into("ca.p12", "süß")).rejects.toMatchObject({ code: "pki.not-authority" });
  });

  it("says pki.bad-import when key and certificate do not belong together, or the file is none", async () => {
    await makeAuthority("ec");
    await writeFile(at("mixed.pem"), (await readFile(at("root.key"), "utf8")) + (await readFile(at("ca.crt"), "utf8")));
    await expect(into("mixed.pem")).rejects.toMatchObject({ code: "pki.bad-import" });
    await writeFile(at("noise"), Uint8Array.of(0x30, 0x03, 1, 2, 3));
    await expect(into("noise")).rejects.toMatchObject({ code: "pki.bad-import" });
    await expect(into("missing")).rejects.toMatchObject({ code: "pki.bad-import" });
  });

  it("opens again what was imported, and only with its own passphrase", async () => {
    await makeAuthority("ec");
    pkcs12();
    const { name, chain } = await into("ca.p12", "süß");
    const again = await openFileAuthority({ folder: at("authorities"), name, passphrase });
    expect(again.chain).toEqual(chain);
    const wrong = openFileAuthority({ folder: at("authorities"), name, passphrase: "süß" });
    await expect(wrong).rejects.toMatchObject({ code: "pki.passphrase" });
    const listed = await listFileAuthorities(at("authorities"));
    expect(listed.find((entry) => entry.name === name)).toMatchObject({ pilot: false, subject: "O=Wörks, CN=Line" });
    expect((await readdir(at("authorities"))).filter((entry) => entry.startsWith("."))).toEqual([]);
  });
});
