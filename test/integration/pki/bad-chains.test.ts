import { createPublicKey } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { derToPem, readCertificateFile } from "../../../main/pki/pem.ts";
import { checkDeviceChain } from "../../../main/pki/validate/check-device-chain.ts";
import { hasOpenssl, openssl, opensslMust } from "../../harness/openssl.ts";

const root = "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n";
const line = `${root}authorityKeyIdentifier=keyid\n`;
const leaf =
  "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=clientAuth\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n";

interface Chain {
  readonly root?: string;
  readonly line?: string;
  readonly leaf?: string;
  /** What the leaf is signed by in place of the line. */
  readonly by?: "root" | "other";
  readonly commonName?: string;
  readonly leafDays?: string;
  readonly lineDays?: string;
  readonly rootDays?: string;
  readonly leafDigest?: "sha1";
  readonly lineDigest?: "sha1";
  /** The line's key is RSA: of 1024 bits, or of 2048. */
  readonly lineKey?: "weak" | "rsa";
  readonly leafPadding?: "pss";
  /** In place of now. */
  readonly at?: Date;
  /** The last byte of the leaf's signature is another. */
  readonly isSpoilt?: true;
}

const dayMs = 86_400_000;

const bad: readonly (readonly [string, Chain, string])[] = [
  ["a root that allows no authority below it", { root: root.replace("CA:TRUE", "CA:TRUE,pathlen:0") }, "pki.bad-chain"],
  ["an issuer that is no CA", { line: line.replace("CA:TRUE", "CA:FALSE") }, "pki.bad-chain"],
  [
    "an issuer whose key usage forbids it",
    { line: line.replace("keyCertSign,cRLSign", "digitalSignature") },
    "pki.bad-chain",
  ],
  [
    "an issuer with a critical extension nobody knows",
    { line: `${line}1.3.6.1.4.1.99999.1=critical,ASN1:NULL\n` },
    "pki.bad-chain",
  ],
  ["a leaf with such an extension", { leaf: `${leaf}1.3.6.1.4.1.99999.1=critical,ASN1:NULL\n` }, "pki.bad-profile"],
  ["a leaf for servers", { leaf: leaf.replace("clientAuth", "serverAuth") }, "pki.bad-profile"],
  ["a leaf of another key by the same name", { by: "other" }, "pki.bad-chain"],
  ["a leaf that is over", { leafDays: "-1" }, "pki.expired"],
  ["an issuer that is over", { lineDays: "-1" }, "pki.expired"],
  ["a root that is over", { rootDays: "-1" }, "pki.expired"],
  ["a day before they begin", { at: new Date(Date.now() - dayMs) }, "pki.expired"],
  ["a leaf whose signature is not its issuer's", { isSpoilt: true }, "pki.bad-chain"],
  ["a leaf signed over SHA-1", { leafDigest: "sha1" }, "pki.bad-profile"],
  ["an issuer signed over SHA-1", { lineDigest: "sha1" }, "pki.bad-chain"],
  [
    "a leaf signed by RSASSA-PSS over SHA-1",
    { lineKey: "rsa", leafPadding: "pss", leafDigest: "sha1" },
    "pki.bad-profile",
  ],
  ["an issuer with an RSA key of 1024 bits", { lineKey: "weak" }, "pki.bad-chain"],
];

describe.skipIf(!hasOpenssl)("chains made by OpenSSL", () => {
  let folder = "";
  const at = (name: string): string => join(folder, name);
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "touchmark-bad-"));
    for (const name of ["root", "line", "leaf", "other"])
      opensslMust(["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", at(`${name}.key`)]);
    for (const [name, bits] of Object.entries({ weak: 1024, rsa: 2048 }))
      opensslMust(["genpkey", "-algorithm", "RSA", "-pkeyopt", `rsa_keygen_bits:${bits}`, "-out", at(`${name}.key`)]);
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const certify = (
    name: string,
    order: {
      readonly by: string;
      readonly subject: string;
      readonly extensions: string;
      readonly days: string;
      readonly key?: string | undefined;
      readonly byKey?: string | undefined;
      readonly digest?: string | undefined;
      readonly padding?: string | undefined;
    },
  ): void => {
    opensslMust(["req", "-new", "-key", at(`${order.key ?? name}.key`), "-subj", order.subject, "-out", at("one.csr")]);
    writeFileSync(at("one.ext"), order.extensions);
    const signer =
      order.by === name
        ? ["-signkey", at(`${name}.key`)]
        : ["-CA", at(`${order.by}.pem`), "-CAkey", at(`${order.byKey ?? order.by}.key`)];
    opensslMust([
      "x509",
      "-req",
      "-in",
      at("one.csr"),
      ...signer,
      `-${order.digest ?? "sha256"}`,
      ...(order.padding === undefined ? [] : ["-sigopt", `rsa_padding_mode:${order.padding}`]),
      "-days",
      order.days,
      "-extfile",
      at("one.ext"),
      "-out",
      at(`${name}.pem`),
    ]);
  };

  const spoil = (file: string): void => {
    const [der = new Uint8Array()] = readCertificateFile(readFileSync(file));
    const other = Uint8Array.from(der);
    other.set([(other.at(-1) ?? 0) ^ 1], other.length - 1);
    writeFileSync(file, derToPem(other));
  };

  const make = (chain: Chain) => {
    const { leafDigest, lineDigest, lineKey: key, rootDays = "900", lineDays = "800" } = chain;
    certify("root", { by: "root", subject: "/CN=Root", extensions: chain.root ?? root, days: rootDays });
    const ofLine = { subject: "/CN=Line", extensions: chain.line ?? line, days: lineDays, digest: lineDigest, key };
    certify("line", { by: "root", ...ofLine });
    certify("other", { by: "root", subject: "/CN=Line", extensions: line, days: "800" });
    certify("leaf", {
      by: chain.by ?? "line",
      subject: `/CN=${chain.commonName ?? "unit-1"}`,
      extensions: chain.leaf ?? leaf,
      days: chain.leafDays ?? "700",
      digest: leafDigest,
      padding: chain.leafPadding,
      byKey: key,
    });
    if (chain.isSpoilt === true) spoil(at("leaf.pem"));
    const [leafDer = new Uint8Array(), lineDer = new Uint8Array(), rootDer = new Uint8Array()] = [
      "leaf",
      "line",
      "root",
    ].flatMap((name) => readCertificateFile(readFileSync(at(`${name}.pem`))));
    const publicKey = createPublicKey(readFileSync(at("leaf.key"))).export({ type: "spki", format: "der" });
    const judge = () =>
      checkDeviceChain([leafDer, lineDer], {
        issuerChain: [lineDer, rootDer],
        commonName: "unit-1",
        publicKey,
        at: chain.at ?? new Date(),
      });
    const verify = [
      "verify",
      "-x509_strict",
      "-auth_level",
      "2",
      "-attime",
      String(Math.floor((chain.at ?? new Date()).getTime() / 1000)),
      "-purpose",
      "sslclient",
      "-CAfile",
      at("root.pem"),
      "-untrusted",
      at("line.pem"),
      at("leaf.pem"),
    ];
    return { judge, openssl: openssl(verify) };
  };

  it("are taken when they are sound, by both", () => {
    for (const sound of [{}, { lineKey: "rsa" }, { lineKey: "rsa", leafPadding: "pss" }] as const) {
      const { judge, openssl: verified } = make(sound);
      expect(verified).toMatchObject({ ok: true });
      expect(judge).not.toThrow();
    }
  });

  it.each(bad)("are refused by both for %s", (_, chain, code) => {
    const { judge, openssl: verified } = make(chain);
    expect(verified.ok).toBe(false);
    expect(judge).toThrow(expect.objectContaining({ code }) as Error);
  });

  it("are refused for another name, which OpenSSL does not look at", () => {
    const { judge, openssl: verified } = make({ commonName: "unit-2" });
    expect(verified.ok).toBe(true);
    expect(judge).toThrow(expect.objectContaining({ code: "pki.wrong-name" }) as Error);
  });

  it("are refused for a name that only looks the same", () => {
    const { judge } = make({ commonName: "unit-1\u200b" });
    expect(judge).toThrow(expect.objectContaining({ code: "pki.wrong-name" }) as Error);
  });
});
