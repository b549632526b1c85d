import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readCertificateFile } from "../../../main/pki/pem.ts";
import { AuthorityStore } from "../../../main/station/authority-store.ts";
import { SecretStore } from "../../../main/station/secret-store.ts";
import { hasOpenssl, openssl, opensslMust } from "../../harness/openssl.ts";
import { hasSofthsm, softToken, type SoftToken } from "../../harness/softhsm.ts";

const isComplete = hasOpenssl && hasSofthsm;
const config = `[ca]
default_ca = root
[root]
new_certs_dir = .
database = index.txt
rand_serial = yes
default_md = sha256
policy = any
unique_subject = no
x509_extensions = issuer
[any]
commonName = supplied
[issuer]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[req]
distinguished_name = name
[name]
`;

const dated = [
  { when: "over", from: "20200101000000Z", to: "20210101000000Z", says: "has expired", code: "pki.expired" },
  {
    when: "not valid yet",
    from: "20900101000000Z",
    to: "20910101000000Z",
    says: "not yet valid",
    code: "pki.not-valid-yet",
  },
] as const;

describe.skipIf(!isComplete)("authorities whose dates OpenSSL refuses", () => {
  let folder = "";
  let token: SoftToken;
  let authorities: AuthorityStore;
  const at = (name: string): string => join(folder, name);
  const files = ["-config", "ca.cnf", "-batch", "-notext"];

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "touchmark-dates-"));
    token = softToken();
    mkdirSync(at("secrets"));
    authorities = new AuthorityStore(at("authorities"), new SecretStore(at("secrets")));
  });
  afterAll(() => {
    token?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A root of the given dates, and by it a line's certificate in force now. */
  function makeChain(root: (typeof dated)[number], line: { readonly request: string; readonly name: string }): void {
    const here = (words: readonly string[]) => opensslMust(words.map((word) => word.replaceAll("@", `${folder}/`)));
    writeFileSync(
      at("ca.cnf"),
      config.replaceAll(/(= )(\.|index\.txt)$/gm, (_, is, path) => `${is}${at(path)}`),
    );
    writeFileSync(at("index.txt"), "");
    const ca = ["ca", ...files.map((word) => (word === "ca.cnf" ? "@ca.cnf" : word)), "-keyfile", "@root.key"];
    here([
      ..."req -new -newkey rsa:2048 -nodes -subj /CN=Root".split(" "),
      "-keyout",
      "@root.key",
      "-out",
      "@root.csr",
    ]);
    here([...ca, "-selfsign", "-in", "@root.csr", "-startdate", root.from, "-enddate", root.to, "-out", "@root.pem"]);
    here([...ca, "-cert", "@root.pem", "-days", "900", "-in", line.request, "-out", `@${line.name}.pem`]);
    writeFileSync(at("chain.pem"), Buffer.concat([readFileSync(at(`${line.name}.pem`)), readFileSync(at("root.pem"))]));
    const judged = openssl(["verify", "-CAfile", at("root.pem"), at(`${line.name}.pem`)]);
    expect(judged).toMatchObject({ ok: false, text: expect.stringContaining(root.says) });
  }

  const chain = () => readCertificateFile(readFileSync(at("chain.pem")));
  const newRequest = (): string => {
    const words = "req -new -newkey rsa:2048 -nodes -subj /CN=Line".split(" ");
    opensslMust([...words, "-keyout", at("line.key"), "-out", at("line.csr")]);
    return at("line.csr");
  };

  it.each(dated)("one whose root is $when is not imported, nor known as one elsewhere", async (root) => {
    makeChain(root, { request: newRequest(), name: "line" });
    const bundle = Buffer.concat([readFileSync(at("line.key")), readFileSync(at("chain.pem"))]);
    await expect(authorities.import("plant", bundle, undefined)).rejects.toMatchObject({ code: root.code });
    await expect(authorities.importChain("plant", chain())).rejects.toMatchObject({ code: root.code });
    expect(await authorities.list()).toEqual([]);
    // Without its root nothing is wrong that could be seen here.
    const alone = Buffer.concat([readFileSync(at("line.key")), readFileSync(at("line.pem"))]);
    await expect(authorities.import(`alone-${root.code.slice(4)}`, alone, undefined)).resolves.toBeDefined();
    rmSync(at("authorities"), { recursive: true });
  });

  it.each(dated)("one that asked and was certified by a root that is $when waits on", async (root) => {
    const name = `asked-${root.code.slice(4)}`;
    const request = await authorities.request({ name, algorithm: "ec-p256", commonName: "Line" });
    writeFileSync(at("asked.csr"), request);
    makeChain(root, { request: at("asked.csr"), name: "asked" });
    await expect(authorities.complete(name, chain())).rejects.toMatchObject({ code: root.code });
    await expect(authorities.get(name)).rejects.toMatchObject({ code: "pki.not-certified" });
  });

  it.each(dated)("one in a token whose root is $when is not attached", async (root) => {
    const key = `key-${root.code.slice(4)}`;
    const spki = token.generate("rsa:2048", key, root.code === "pki.expired" ? "0a" : "0b");
    writeFileSync(at("key.der"), spki);
    opensslMust(["pkey", "-pubin", "-inform", "der", "-in", at("key.der"), "-out", at("key.pub")]);
    makeChain(root, { request: newRequest(), name: "line" });
    const force = ["x509", "-req", "-in", at("line.csr"), "-force_pubkey", at("key.pub"), "-days", "800"];
    const by = ["-CA", at("root.pem"), "-CAkey", at("root.key"), "-extfile", at("ca.cnf"), "-extensions", "issuer"];
    opensslMust([...force, ...by, "-out", at("token.pem")]);
    const certificates = ["token.pem", "root.pem"].flatMap((name) => readCertificateFile(readFileSync(at(name))));
    const place = { module: token.module, token: token.label, key };
    const attaching = authorities.attach("token", place, { certificates, pin: token.pin });
    await expect(attaching).rejects.toMatchObject({ code: root.code });
    expect((await authorities.list()).map(({ name }) => name)).not.toContain("token");
  });
});
