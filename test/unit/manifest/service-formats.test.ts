import { execFileSync } from "node:child_process";
import { generateKeyPairSync, verify } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { individualEnrollment } from "../../../main/dps/schema/individual-enrollment.ts";
import { parseJsonlManifest } from "../../../main/manifest/formats/parse-jsonl.ts";
import type { ManifestEntry } from "../../../main/manifest/manifest-entry.ts";
import { writeManifest } from "../../../main/manifest/write-manifest.ts";
import { createPilotAuthority } from "../../../main/pki/custody/create-pilot-authority.ts";
import { derToPem } from "../../../main/pki/pem.ts";
import { manifestEntries, sampleEntry, textOf } from "../../harness/sample-manifest.ts";
import { sampleSigning } from "../../harness/sample-signing.ts";

const real = { lot: "LOT-1", practice: false };
const text = (format: Parameters<typeof writeManifest>[0], entries: readonly ManifestEntry[], header: object = {}) =>
  textOf(writeManifest(format, { ...real, ...header }, entries));
const documents = (lines: string): unknown[] =>
  lines
    .split("\n")
    .filter((line) => line !== "")
    .map((line): unknown => JSON.parse(line));

describe("dps-bulk", () => {
  it("has bodies for POST /enrollments, ten entries each, none lost, as JSON Lines has them", async () => {
    const entries = fc.sample(manifestEntries(), { numRuns: 23, seed: 3 });
    const bodies = documents(await text("dps-bulk", entries)) as { mode: string; enrollments: object[] }[];
    expect(bodies.map(({ mode, enrollments }) => [mode, enrollments.length])).toEqual([
      ["create", 10],
      ["create", 10],
      ["create", 3],
    ]);
    const sent = bodies.flatMap(({ enrollments }) => enrollments);
    for (const each of sent) individualEnrollment.parse(each);
    const lines = documents(await text("jsonl", entries)) as { unit: object }[];
    // With what only the plant knows put back, each is the entry it was made of.
    const whole = sent.map((each, index) => JSON.stringify({ ...each, unit: lines[index]?.unit }));
    expect(parseJsonlManifest(whole.join("\n"))).toEqual(entries);
  });

  it("marks practice where the service keeps it, and has nothing for an empty lot", async () => {
    const [body] = documents(await text("dps-bulk", [sampleEntry], { practice: true }));
    expect(body).toMatchObject({ enrollments: [{ optionalDeviceInformation: { practice: true } }] });
    expect(await text("dps-bulk", [])).toBe("");
  });
});

describe("devices-txt", () => {
  const unit: ManifestEntry = {
    ...sampleEntry,
    practice: false,
    attestation: "x509",
    endorsementKey: null,
    certificateSha256: "ab".repeat(32),
    enrollmentSettings: { capabilities: { iotEdge: true } },
    initialTwin: { tags: { site: "north" }, properties: { desired: { period: 5 } } },
  };

  it("has one device a line, known by the thumbprint of its certificate", async () => {
    expect(documents(await text("devices-txt", [unit, { ...unit, deviceId: "2", initialTwin: null }]))).toEqual([
      {
        id: "0042",
        importMode: "create",
        status: "enabled",
        authentication: {
          type: "selfSigned",
          x509Thumbprint: { primaryThumbprint: "AB".repeat(32), secondaryThumbprint: "AB".repeat(32) },
        },
        capabilities: { iotEdge: true },
        tags: { site: "north" },
        properties: { desired: { period: 5 } },
      },
      expect.objectContaining({ id: "2", tags: {}, properties: { desired: {} } }) as unknown,
    ]);
  });

  it("refuses a TPM unit instead of writing a device that could never connect", async () => {
    await expect(text("devices-txt", [{ ...sampleEntry, practice: false }])).rejects.toMatchObject({
      code: "manifest.not-in-format",
    });
  });
});

interface Signed {
  readonly payload: string;
  readonly protected: string;
  readonly header: { readonly uniqueId: string };
  readonly signature: string;
}

describe("jws", () => {
  const decoded = (part: string): Record<string, unknown> =>
    JSON.parse(Buffer.from(part, "base64url").toString()) as Record<string, unknown>;

  it("is an array of flattened JWS whose unsigned id is the signed one", async () => {
    const { signing, judge: _ } = sampleSigning();
    const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const { sign } = await import("node:crypto");
    const signer = {
      ...signing.signer,
      sign: (bytes: Uint8Array, encoding: "raw" | "der") => {
        expect(encoding).toBe("raw");
        return Promise.resolve(sign("sha256", bytes, { key: privateKey, dsaEncoding: "ieee-p1363" }));
      },
    };
    const folder = mkdtempSync(join(tmpdir(), "touchmark-jws-"));
    const authority = await createPilotAuthority({ folder, name: "line", passphrase: "correct horse" });
    const device = generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey;
    const { chain } = await authority.issueDeviceCertificate({
      publicKey: new Uint8Array(device.export({ type: "spki", format: "der" })),
      commonName: "reg-2",
      validityDays: 10,
      subject: {},
    });
    execFileSync("rm", ["-r", folder]);
    const certificateChain = chain.map((der) => derToPem(der)).join("");
    const endorsement = generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey.export({ format: "jwk" });
    const prefix =
      "013a0001000b000300b20020837197674484b3f81a90cc8d46a5d724fd52d76e06520b64f2a1da1b331469aa00060080004300100800000000000100";
    const publicArea = Buffer.concat([Buffer.from(prefix, "hex"), Buffer.from(endorsement.n ?? "", "base64url")]);
    expect(publicArea).toHaveLength(316);
    const entries: readonly ManifestEntry[] = [
      { ...sampleEntry, practice: false, endorsementKey: publicArea.toString("base64") },
      {
        ...sampleEntry,
        practice: false,
        serialNumber: "2",
        attestation: "x509",
        endorsementKey: null,
        certificateChain,
      },
      { ...sampleEntry, practice: false, serialNumber: "3" },
    ];
    const signed = JSON.parse(await text("jws", entries, { signing: { ...signing, signer } })) as Signed[];
    for (const one of signed) {
      expect(Object.keys(one).sort()).toEqual(["header", "payload", "protected", "signature"]);
      expect(decoded(one.protected)).toMatchObject({ typ: "JWT", alg: "ES256", kid: "AQIDBA" });
      expect(decoded(one.payload)["uniqueId"]).toBe(one.header.uniqueId);
      const bytes = Buffer.from(`${one.protected}.${one.payload}`);
      const signature = Buffer.from(one.signature, "base64url");
      expect(signature).toHaveLength(64);
      expect(verify("sha256", bytes, { key: publicKey, dsaEncoding: "ieee-p1363" }, signature)).toBe(true);
    }
    const keys = signed.map(({ payload }) => (decoded(payload)["publicKeySet"] as { keys: unknown[] }).keys);
    const x5c = chain.map((der) => Buffer.from(der).toString("base64"));
    expect(keys).toEqual([
      [{ kid: "0", kty: "RSA", n: endorsement.n, e: "AQAB" }],
      [{ kid: "0", ...device.export({ format: "jwk" }), x5c }],
      [],
    ]);
  });

  it("is an array for an empty lot too, and needs a key", async () => {
    expect(JSON.parse(await text("jws", [], { signing: sampleSigning().signing }))).toEqual([]);
    await expect(text("jws", [])).rejects.toMatchObject({ code: "manifest.no-signer" });
  });
});
