import { createHash, sign } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { calculateJwkThumbprint, exportJWK, flattenedVerify, importX509 } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { ManifestEntry } from "../../../main/manifest/manifest-entry.ts";
import type { ManifestSigner } from "../../../main/manifest/manifest-signing.ts";
import { verifySealed } from "../../../main/manifest/sealed/verify-sealed.ts";
import { writeManifest } from "../../../main/manifest/write-manifest.ts";
import { TokenSigningKey } from "../../../main/pki/custody/pkcs11/token-signing-key.ts";
import { derToPem } from "../../../main/pki/pem.ts";
import { hasOpenssl, openssl, opensslMust } from "../../harness/openssl.ts";
import { sampleEntry, textOf } from "../../harness/sample-manifest.ts";
import { sampleSigning } from "../../harness/sample-signing.ts";
import { hasSofthsm, softToken, type SoftToken } from "../../harness/softhsm.ts";
import { deviceExtensions, testCertificate } from "../../harness/test-certificates.ts";

const folder = mkdtempSync(join(tmpdir(), "touchmark-jose-"));
const at = (name: string): string => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const entries: readonly ManifestEntry[] = Array.from({ length: 1_003 }, (_, index) => ({
  ...sampleEntry,
  serialNumber: `00${index}`,
  registrationId: `reg-${index}`,
  deviceId: `00${index}`,
}));

const sealLine = z.object({
  certificates: z.array(z.string()),
  signature: z.string(),
  jws: z.object({ protected: z.string(), signature: z.string() }),
});
const jwsEntries = z.array(
  z.object({
    payload: z.string(),
    protected: z.string(),
    header: z.object({ uniqueId: z.string() }),
    signature: z.string(),
  }),
);

/** RFC 6962 §2.1, as docs/manifests.md says it; nothing of ours. */
const sha256 = (...parts: readonly Uint8Array[]): Buffer => createHash("sha256").update(Buffer.concat(parts)).digest();
function treeHash(leaves: readonly Buffer[]): Buffer {
  const [first] = leaves;
  if (first === undefined) return sha256();
  if (leaves.length === 1) return first;
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return sha256(Buffer.of(1), treeHash(leaves.slice(0, split)), treeHash(leaves.slice(split)));
}

async function write(format: "sealed" | "jws", signer: ManifestSigner, of = entries): Promise<string> {
  const signing = { ...sampleSigning().signing, signer };
  return textOf(writeManifest(format, { lot: "LOT-1", practice: true, signing }, of));
}

const signers: { readonly name: string; readonly missing: boolean; readonly make: () => Promise<ManifestSigner> }[] = [
  { name: "a key in a file", missing: false, make: fileSigner },
  { name: "a key in SoftHSM", missing: !hasSofthsm, make: tokenSigner },
];
let token: SoftToken | undefined;
afterAll(() => token?.remove());

async function fileSigner(): Promise<ManifestSigner> {
  const { der, privateKey } = await testCertificate({ name: "Signer", extensions: deviceExtensions() });
  return {
    chain: [der],
    keyIdentifier: Uint8Array.of(1, 2, 3),
    sign: (bytes, encoding) =>
      Promise.resolve(
        sign("sha256", bytes, { key: privateKey, dsaEncoding: encoding === "raw" ? "ieee-p1363" : "der" }),
      ),
  };
}

/** Certified by OpenSSL; the key never leaves the token. */
async function tokenSigner(): Promise<ManifestSigner> {
  token = softToken("seal");
  writeFileSync(at("token.pub"), derToPem(token.generate("EC:prime256v1", "seal", "01"), "PUBLIC KEY"));
  const root = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=root"];
  opensslMust(["req", "-x509", ...root, "-days", "30", "-keyout", at("root.key"), "-out", at("root.pem")]);
  opensslMust(["req", "-new", ...root, "-keyout", at("any.key"), "-out", at("any.csr")]);
  const by = ["-CA", at("root.pem"), "-CAkey", at("root.key"), "-force_pubkey", at("token.pub")];
  opensslMust(["x509", "-req", "-in", at("any.csr"), ...by, "-days", "30", "-outform", "der", "-out", at("token.der")]);
  const certificate = new Uint8Array(readFileSync(at("token.der")));
  const place = { module: token.module, token: token.label, key: "seal" };
  const key = new TokenSigningKey({ place, certificate });
  await key.unlock({ pin: token.pin, typed: true });
  const signDer = (bytes: Uint8Array): Promise<Uint8Array> => key.sign(bytes);
  return {
    chain: [certificate],
    keyIdentifier: Uint8Array.of(4, 5, 6),
    sign: async (bytes, encoding) => (encoding === "der" ? signDer(bytes) : rawOf(await signDer(bytes))),
  };
}

/** r || s of an Ecdsa-Sig-Value. */
function rawOf(der: Uint8Array): Uint8Array {
  const lengthOfR = der[3] ?? 0;
  const [r, s] = [der.subarray(4, 4 + lengthOfR), der.subarray(6 + lengthOfR)];
  const padded = (part: Uint8Array) => Buffer.concat([Buffer.alloc(32), part]).subarray(-32);
  return Buffer.concat([padded(r), padded(s)]);
}

describe.each(signers)("a lot sealed with $name", ({ missing, make }) => {
  let [text, certificate] = ["", ""];
  let signer: ManifestSigner;

  beforeAll(async () => {
    if (missing) return;
    signer = await make();
    certificate = derToPem(signer.chain[0] ?? new Uint8Array());
    text = await write("sealed", signer);
  });

  const parts = () => {
    const lines = text.trimEnd().split("\n");
    const [header = "", seal = ""] = [lines[0], lines.at(-1)];
    return { header, lines: lines.slice(1, -1), seal: sealLine.parse(JSON.parse(seal)) };
  };

  it.skipIf(missing)(
    "has a seal that a JOSE library verifies by its certificate, and refuses over anything else",
    async () => {
      const { header, seal } = parts();
      const key = await importX509(certificate, "ES256");
      const payload = Buffer.from(header).toString("base64url");
      const { protectedHeader } = await flattenedVerify({ ...seal.jws, payload }, key);
      const own = createHash("sha256")
        .update(signer.chain[0] ?? "")
        .digest("base64url");
      expect(protectedHeader).toEqual({
        alg: "ES256",
        kid: Buffer.from(signer.keyIdentifier).toString("base64url"),
        "x5t#S256": own,
      });
      const other = Buffer.from(header.replace("LOT-1", "LOT-2")).toString("base64url");
      await expect(flattenedVerify({ ...seal.jws, payload: other }, key)).rejects.toThrow(
        "signature verification failed",
      );
    },
  );

  it.skipIf(missing)("has the root that twenty lines of nobody's code make of the file", () => {
    const { header, lines } = parts();
    const leaves = lines
      .filter((line) => !line.startsWith('{"from":'))
      .map((line) => sha256(Buffer.of(0), Buffer.from(line)));
    expect(leaves).toHaveLength(entries.length);
    expect(JSON.parse(header)).toMatchObject({ root: treeHash(leaves).toString("hex"), count: entries.length });
  });

  it.skipIf(missing || !hasOpenssl)("has a seal that OpenSSL verifies, and refuses over anything else", () => {
    const { header, seal } = parts();
    writeFileSync(at("signer.pem"), certificate);
    writeFileSync(at("signer.pub"), opensslMust(["x509", "-in", at("signer.pem"), "-noout", "-pubkey"]).bytes);
    writeFileSync(at("signature"), Buffer.from(seal.signature, "base64"));
    const verify = ["dgst", "-sha256", "-verify", at("signer.pub"), "-signature", at("signature")];
    expect(openssl(verify, Buffer.from(header))).toMatchObject({ ok: true });
    expect(openssl(verify, Buffer.from(`${header} `))).toMatchObject({ ok: false });
  });

  it.skipIf(missing)("is refused by our own verification when the seal by JOSE is another's", async () => {
    const { seal } = parts();
    const other = await write("sealed", await fileSigner());
    const theirs = sealLine.parse(JSON.parse(other.trimEnd().split("\n").at(-1) ?? ""));
    const judge = ({ signed, signature }: { readonly signed: Uint8Array; readonly signature: Uint8Array }) => {
      writeFileSync(at("signed"), signed);
      writeFileSync(at("signature"), signature);
      writeFileSync(at("signer.pem"), certificate);
      writeFileSync(at("signer.pub"), opensslMust(["x509", "-in", at("signer.pem"), "-noout", "-pubkey"]).bytes);
      const { ok } = openssl([
        "dgst",
        "-sha256",
        "-verify",
        at("signer.pub"),
        "-signature",
        at("signature"),
        at("signed"),
      ]);
      return { signature: ok, chain: null };
    };
    const findings = async (file: string) =>
      (
        await verifySealed(async function* () {
          yield Buffer.from(file);
        }, judge)
      ).findings.map(({ kind }) => kind);
    expect(await findings(text)).toEqual([]);
    const swapped = text.replace(seal.jws.signature, theirs.jws.signature);
    expect(await findings(swapped)).toEqual(["signature"]);
    expect(await findings(text.replace(seal.jws.protected, theirs.jws.protected))).toEqual(["signature"]);
  });

  it.skipIf(missing)("signs every entry of a JWS array as a JOSE library expects it", async () => {
    const all = jwsEntries.parse(JSON.parse(await write("jws", signer)));
    expect(all).toHaveLength(entries.length);
    const key = await importX509(certificate, "ES256");
    for (const each of all.slice(0, 50)) {
      const { payload, protectedHeader, unprotectedHeader } = await flattenedVerify(each, key);
      expect(protectedHeader).toMatchObject({ alg: "ES256", kid: expect.any(String) as string });
      expect(protectedHeader?.["x5t#S256"]).toBe(
        createHash("sha256")
          .update(signer.chain[0] ?? "")
          .digest("base64url"),
      );
      expect(unprotectedHeader).toEqual({ uniqueId: each.header.uniqueId });
      expect(JSON.parse(Buffer.from(payload).toString("utf8"))).toMatchObject({
        uniqueId: each.header.uniqueId,
        version: 1,
      });
    }
    const [first, second] = all;
    await expect(flattenedVerify({ ...first, payload: second?.payload ?? "" } as never, key)).rejects.toThrow();
  });

  it.skipIf(missing)("carries a device's certificates as x5c, whose key is the one beside it", async () => {
    const { der } = await testCertificate({ name: "unit-1", extensions: deviceExtensions() });
    const pem = derToPem(der);
    const own = { attestation: "x509" as const, endorsementKey: null, certificateChain: pem };
    const [one] = jwsEntries.parse(JSON.parse(await write("jws", signer, [{ ...sampleEntry, ...own }])));
    const { publicKeySet } = z
      .object({ publicKeySet: z.object({ keys: z.array(z.looseObject({ x5c: z.array(z.string()) })) }) })
      .parse(JSON.parse(Buffer.from(one?.payload ?? "", "base64url").toString("utf8")));
    const [{ x5c, kid: _, ...jwk }] = z
      .tuple([z.looseObject({ x5c: z.array(z.string()), kid: z.string() })])
      .parse(publicKeySet.keys);
    expect(x5c).toEqual([Buffer.from(der).toString("base64")]);
    const fromCertificate = await exportJWK(await importX509(pem, "ES256", { extractable: true }));
    expect(await calculateJwkThumbprint(jwk)).toBe(await calculateJwkThumbprint(fromCertificate));
  });
});
