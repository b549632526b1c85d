import { createPublicKey } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toHex } from "../../../main/base/bytes/bytes.ts";
import { checkCertificateRequest } from "../../../main/pki/requests/check-certificate-request.ts";
import { hasOpenssl, opensslMust } from "../../harness/openssl.ts";

const keyArguments = {
  "ec-p256": ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"],
  "ec-p384": ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-384"],
  "rsa-2048": ["-newkey", "rsa:2048"],
  "rsa-1024": ["-newkey", "rsa:1024"],
  "ec-k256": ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:secp256k1"],
} as const;

describe.skipIf(!hasOpenssl)("requests made by openssl req", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "touchmark-csr-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function request(
    kind: keyof typeof keyArguments,
    subject = "/O=Works/CN=unit-1",
    extra: readonly string[] = [],
  ) {
    const key = join(folder, "key.pem");
    const made = [
      "req",
      "-new",
      ...keyArguments[kind],
      "-nodes",
      "-keyout",
      key,
      "-subj",
      subject,
      "-outform",
      "der",
      ...extra,
    ];
    const out = join(folder, "request.der");
    opensslMust([...made, "-out", out]);
    const publicKey = createPublicKey(await readFile(key, "utf8")).export({ type: "spki", format: "der" });
    return { der: new Uint8Array(await readFile(out)), publicKey: new Uint8Array(publicKey) };
  }

  it.each(["ec-p256", "ec-p384", "rsa-2048"] as const)("are accepted for %s", async (kind) => {
    const { der, publicKey } = await request(kind);
    const checked = await checkCertificateRequest(der, { commonName: "unit-1", publicKey });
    expect(checked.algorithm).toBe(kind);
    expect(toHex(checked.publicKey)).toBe(toHex(publicKey));
  });

  it("are accepted with extensions asked for, which we do not grant anyway", async () => {
    const { der } = await request("ec-p256", "/CN=unit-1", ["-addext", "subjectAltName=DNS:unit.example"]);
    await expect(checkCertificateRequest(der, { commonName: "unit-1" })).resolves.toMatchObject({
      algorithm: "ec-p256",
    });
  });

  it.each(["rsa-1024", "ec-k256"] as const)("are refused for %s", async (kind) => {
    const { der } = await request(kind);
    await expect(checkCertificateRequest(der, { commonName: "unit-1" })).rejects.toMatchObject({
      code: "pki.bad-algorithm",
    });
  });

  it("are refused when signed over SHA-1", async () => {
    const { der } = await request("rsa-2048", "/CN=unit-1", ["-sha1"]);
    await expect(checkCertificateRequest(der, { commonName: "unit-1" })).rejects.toMatchObject({
      code: "pki.bad-algorithm",
    });
  });

  it.each(["/CN=unit-2", "/CN=unit-1/CN=unit-2", "/O=unit-1"])("are refused with the name %s", async (subject) => {
    const { der } = await request("ec-p256", subject);
    await expect(checkCertificateRequest(der, { commonName: "unit-1" })).rejects.toMatchObject({
      code: "pki.wrong-name",
    });
  });

  it("are refused when they are for another key than the device's", async () => {
    const { publicKey } = await request("ec-p256");
    const { der } = await request("ec-p256");
    const check = checkCertificateRequest(der, { commonName: "unit-1", publicKey });
    await expect(check).rejects.toMatchObject({ code: "pki.wrong-key" });
  });

  it.each(["ec-p256", "rsa-2048"] as const)("are refused with any byte of a %s request changed", async (kind) => {
    const { der, publicKey } = await request(kind);
    for (let offset = 0; offset < der.length; offset += 5) {
      const tampered = Uint8Array.from(der);
      tampered[offset] = (tampered[offset] ?? 0) ^ 0x20;
      const check = checkCertificateRequest(tampered, { commonName: "unit-1", publicKey });
      await expect(check, `offset ${offset}`).rejects.toMatchObject({ code: expect.stringMatching(/^pki\./) });
    }
  });
});
