import { createPublicKey } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readCertificateFile } from "../../../main/pki/pem.ts";
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
}

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
];

describe.skipIf(!hasOpenssl)("chains made by OpenSSL", () => {
  let folder = "";
  const at = (name: string): string => join(folder, name);
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "touchmark-bad-"));
    for (const name of ["root", "line", "leaf", "other"])
      opensslMust(["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", at(`${name}.key`)]);
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const certify = (
    name: string,
    order: { readonly by: string; readonly subject: string; readonly extensions: string; readonly days: string },
  ): void => {
    opensslMust(["req", "-new", "-key", at(`${name}.key`), "-subj", order.subject, "-out", at("one.csr")]);
    writeFileSync(at("one.ext"), order.extensions);
    const signer =
      order.by === name
        ? ["-signkey", at(`${name}.key`)]
        : ["-CA", at(`${order.by}.pem`), "-CAkey", at(`${order.by}.key`)];
    opensslMust([
      "x509",
      "-req",
      "-in",
      at("one.csr"),
      ...signer,
      "-days",
      order.days,
      "-extfile",
      at("one.ext"),
      "-out",
      at(`${name}.pem`),
    ]);
  };

  const make = (chain: Chain) => {
    certify("root", { by: "root", subject: "/CN=Root", extensions: chain.root ?? root, days: "900" });
    certify("line", { by: "root", subject: "/CN=Line", extensions: chain.line ?? line, days: chain.lineDays ?? "800" });
    certify("other", { by: "root", subject: "/CN=Line", extensions: line, days: "800" });
    certify("leaf", {
      by: chain.by ?? "line",
      subject: `/CN=${chain.commonName ?? "unit-1"}`,
      extensions: chain.leaf ?? leaf,
      days: chain.leafDays ?? "700",
    });
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
        at: new Date(),
      });
    const verify = [
      "verify",
      "-x509_strict",
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
    const { judge, openssl: verified } = make({});
    expect(verified).toMatchObject({ ok: true });
    expect(judge).not.toThrow();
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
