import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openRecords } from "../../../main/records/records.ts";
import { passUnit, sampleLot } from "../../harness/sample-records.ts";
import { touchmark } from "../../harness/touchmark.ts";

const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;
const hasPython = spawnSync("python3", ["--version"]).status === 0;

/** docs/manifests.md, followed by somebody who has only that page. */
const recompute = `
import hashlib, json, sys
def sha(*parts): return hashlib.sha256(b"".join(parts)).digest()
def tree(leaves):
    if not leaves: return sha()
    if len(leaves) == 1: return leaves[0]
    k = 1
    while k * 2 < len(leaves): k *= 2
    return sha(b"\\x01", tree(leaves[:k]), tree(leaves[k:]))
lines = open(sys.argv[1], "rb").read().split(b"\\n")
assert lines.pop() == b""
header, entries = json.loads(lines[0]), lines[1:-1]
index = [line for line in entries if line.startswith(b'{"from":')]
entries = entries[len(index):]
listed = [leaf for line in index for _, leaf in json.loads(line)["index"]]
leaves = [sha(b"\\x00", entry) for entry in entries]
print(json.dumps({"root": tree(leaves).hex() == header["root"], "count": len(entries) == header["count"],
    "index": hashlib.sha256(b"".join(line + b"\\n" for line in index)).hexdigest() == header["index"],
    "listed": listed == [leaf.hex() for leaf in leaves], "digest": hashlib.sha256(lines[0]).hexdigest()}))
`;

describe.skipIf(!hasOpenssl || !hasPython)("a sealed lot from the command line", () => {
  const folder = mkdtempSync(join(tmpdir(), "touchmark-sealed-"));
  const data = join(folder, "data");
  const file = (name: string): string => join(folder, name);
  const run = (...words: readonly string[]) => touchmark(...words, "--data", data);
  const names = Array.from({ length: 511 }, (_, index) => `SN${index}`);

  beforeAll(async () => {
    mkdirSync(data);
    const records = await openRecords({ file: join(data, "station.db"), practice: false });
    await records.lots.open(sampleLot);
    for (const name of names) await passUnit(records, name);
    await records.close();
    expect((await run("export", "--lot", "LOT-1", "--format", "sealed", "--out", file("early"))).stderr).toContain(
      "manifest.no-signer",
    );
    expect((await run("ca", "create", "line-ca", "--pilot")).code).toBe(0);
    expect((await run("ca", "export", "line-ca", "--out", file("ca.pem"))).code).toBe(0);
    const made = await run("manifest", "signer", "--authority", "line-ca");
    expect(made.documents[0]).toMatchObject({ subject: "CN=Station PILOT manifest signer" });
    for (const name of ["first", "second"]) {
      const { code, stderr } = await run("export", "--lot", "LOT-1", "--format", "sealed", "--out", file(name));
      expect([code, stderr]).toEqual([0, ""]);
    }
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  const parts = (name: string) => {
    const lines = readFileSync(file(name), "utf8").split("\n");
    const seal = JSON.parse(lines.at(-2) ?? "") as { certificates: string[]; signature: string };
    return { lines, seal, header: JSON.parse(lines[0] ?? "") as Record<string, unknown> };
  };

  it("has the root, index and count that Python computes, and names the seal before it by its digest", () => {
    const python = (name: string) =>
      JSON.parse(execFileSync("python3", ["-c", recompute, file(name)], { encoding: "utf8" })) as Record<
        string,
        unknown
      >;
    const first = python("first");
    expect(first).toMatchObject({ root: true, count: true, index: true, listed: true });
    expect(python("second")).toMatchObject({ root: true, count: true, index: true, listed: true });
    expect(parts("first").header["previous"]).toBeNull();
    expect(parts("second").header["previous"]).toBe(first["digest"]);
  });

  it("has a signature and a chain that OpenSSL verifies", () => {
    const { lines, seal } = parts("first");
    const pem = (der = "") =>
      `-----BEGIN CERTIFICATE-----\n${der.replaceAll(/(.{64})/g, "$1\n")}\n-----END CERTIFICATE-----\n`;
    writeFileSync(file("header"), lines[0] ?? "");
    writeFileSync(file("signature"), Buffer.from(seal.signature, "base64"));
    writeFileSync(file("signer.pem"), pem(seal.certificates[0]));
    writeFileSync(file("above.pem"), seal.certificates.slice(1, -1).map(pem).join(""));
    writeFileSync(file("root.pem"), pem(seal.certificates.at(-1)));
    const openssl = (...words: readonly string[]) => execFileSync("openssl", words, { encoding: "utf8" });
    writeFileSync(file("signer.pub"), openssl("x509", "-in", file("signer.pem"), "-noout", "-pubkey"));
    expect(
      openssl("dgst", "-sha256", "-verify", file("signer.pub"), "-signature", file("signature"), file("header")),
    ).toContain("Verified OK");
    const strict = ["verify", "-x509_strict", "-CAfile", file("root.pem"), "-untrusted", file("above.pem")];
    expect(openssl(...strict, file("signer.pem"))).toContain("OK");
    expect(openssl("x509", "-in", file("signer.pem"), "-noout", "-ext", "extendedKeyUsage")).toContain(
      "1.3.6.1.5.5.7.3.36",
    );
    expect(readFileSync(file("ca.pem"), "utf8").replaceAll("\n", "")).toContain(
      (seal.certificates.at(-1) ?? "").slice(0, 64),
    );
  });

  it("is verified with nothing but the file and a certificate", async () => {
    const known = await touchmark("manifest", "verify", file("first"), "--trust", file("ca.pem"));
    expect(known).toMatchObject({
      code: 0,
      result: { ok: true, count: 511, lot: "LOT-1", signer: { compared: true } },
    });
    const unknown = await touchmark("manifest", "verify", file("first"));
    expect(unknown).toMatchObject({ code: 0, result: { ok: true, signer: { compared: false } } });
    execFileSync(
      "openssl",
      `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=other -days 2 -keyout ${file("k")} -out ${file("other.pem")}`.split(
        " ",
      ),
      { stdio: "ignore" },
    );
    const wrong = await touchmark("manifest", "verify", file("first"), "--trust", file("other.pem"));
    expect(wrong).toMatchObject({ code: 1, result: { ok: false, findings: [{ kind: "chain" }] } });
    expect((await touchmark("manifest", "verify", file("nowhere"))).code).toBe(2);
    const none = { code: 1, result: { ok: false, code: "manifest.malformed" } };
    expect(await touchmark("manifest", "verify", file("ca.pem"))).toMatchObject(none);
    expect((await touchmark("manifest", "verify", file("first"), "--trust", file("first"))).code).toBe(2);
  });

  it("names what is wrong", async () => {
    const { lines } = parts("first");
    writeFileSync(
      file("changed"),
      lines
        .with(5, (lines[5] ?? "").replace("plant-dps", "other-dps"))
        .toSpliced(9, 1)
        .join("\n"),
    );
    expect(await touchmark("manifest", "verify", file("changed"))).toMatchObject({
      code: 1,
      result: {
        ok: false,
        findings: [
          { kind: "changed", line: 6, number: 3, serialNumber: "SN2" },
          { kind: "missing", number: 7, serialNumber: "SN6" },
          { kind: "count" },
          { kind: "root" },
        ],
      },
    });
  });

  it("proves one entry alone", async () => {
    const proof = await touchmark("manifest", "prove", file("first"), "--serial", "SN300");
    expect(proof.code).toBe(0);
    const text = JSON.stringify(proof.documents[0]);
    writeFileSync(file("proof"), `${text}\n`);
    const verified = await touchmark("manifest", "verify-proof", file("proof"), "--trust", file("ca.pem"));
    expect(verified).toMatchObject({ code: 0, result: { ok: true, lot: "LOT-1" } });
    expect(JSON.parse(String(verified.result["entry"]))).toMatchObject({ serialNumber: "SN300" });
    writeFileSync(file("proof"), text.replace("SN300", "SN301"));
    expect((await touchmark("manifest", "verify-proof", file("proof"))).code).toBe(1);
    expect((await touchmark("manifest", "prove", file("first"), "--serial", "SN999")).code).toBe(1);
  });

  it.each(["csv", "jsonl", "dps-bulk", "jws"])("is exported as %s too, without anything secret", async (format) => {
    expect(await run("export", "--lot", "LOT-1", "--format", format, "--out", file(format))).toMatchObject({ code: 0 });
    expect(readFileSync(file(format), "utf8")).not.toContain("PRIVATE KEY");
  });

  it("refuses devices.txt for TPM units, and leaves no file", async () => {
    const refused = await run("export", "--lot", "LOT-1", "--format", "devices-txt", "--out", file("devices.txt"));
    expect(refused).toMatchObject({ code: 3, stderr: expect.stringContaining("manifest.not-in-format") as string });
    expect(() => readFileSync(file("devices.txt"))).toThrow("ENOENT");
  });
});
