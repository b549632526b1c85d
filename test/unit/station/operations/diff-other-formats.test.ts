import "reflect-metadata";
import { createHash, sign } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KeyUsageFlags, KeyUsagesExtension } from "@peculiar/x509";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { ManifestEntry } from "../../../../main/manifest/manifest-entry.ts";
import { writeManifest } from "../../../../main/manifest/write-manifest.ts";
import { documentSigning } from "../../../../main/pki/authority/certificate-profiles.ts";
import { openRecords, type Records } from "../../../../main/records/records.ts";
import { diffManifest, type ManifestDiffOrder } from "../../../../main/station/operations/diff-manifest.ts";
import type { KnownSigners } from "../../../../main/station/operations/known-signers.ts";
import type { ManifestDiffSummary } from "../../../../main/station/operations/manifest-difference.ts";
import { verifyManifestFile } from "../../../../main/station/operations/verify-manifest-file.ts";
import { textOf } from "../../../harness/sample-manifest.ts";
import { passUnit, sampleLot } from "../../../harness/sample-records.ts";
import { sampleSigning } from "../../../harness/sample-signing.ts";
import { caExtensions, purposeExtension, testCertificate } from "../../../harness/test-certificates.ts";

const folder = mkdtempSync(join(tmpdir(), "touchmark-formats-"));
const file = join(folder, "manifest");
let records: Records;
const entries: ManifestEntry[] = [];
const root = await testCertificate({ name: "Plant root", extensions: caExtensions() });
const signer = await testCertificate({
  name: "Line 3 manifest signer",
  issuer: root,
  extensions: [new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true), purposeExtension(documentSigning)],
});
const nobody: KnownSigners = { own: [], trusted: [] };
const own: KnownSigners = { own: [[signer.der, root.der]], trusted: [] };
const byRoot: KnownSigners = { own: [], trusted: [root.der] };
const signing = {
  ...sampleSigning().signing,
  signer: {
    chain: [signer.der, root.der],
    keyIdentifier: Uint8Array.of(1, 2, 3, 4),
    sign: (bytes: Uint8Array, encoding: "raw" | "der") => {
      const dsaEncoding = encoding === "raw" ? ("ieee-p1363" as const) : ("der" as const);
      return Promise.resolve(new Uint8Array(sign("sha256", bytes, { key: signer.privateKey, dsaEncoding })));
    },
  },
};

beforeAll(async () => {
  records = await openRecords({ file: ":memory:", practice: true });
  await records.lots.open(sampleLot);
  for (const serialNumber of ["0001", "0002", "0003"]) await passUnit(records, serialNumber);
  for await (const entry of records.manifest.entries(sampleLot.lot)) entries.push(entry);
});
afterAll(async () => {
  await records.close();
  rmSync(folder, { recursive: true, force: true });
});

const write = async (format: "dps-bulk" | "jws" | "sealed"): Promise<string> =>
  textOf(writeManifest(format, { lot: sampleLot.lot, practice: true, signing }, entries));

async function diff(text: string, signers = nobody, service?: ManifestDiffOrder["service"]) {
  writeFileSync(file, text);
  const found: (string | null)[][] = [];
  for await (const event of diffManifest({ file, records: records.manifest, signers, service })) {
    if (event.type === "summary") return { ...event, found };
    if (event.type === "difference") found.push([event.kind, event.serialNumber, event.field]);
  }
  throw new Error("no summary");
}

it("compares what a provisioning service would be sent with the records, member by member", async () => {
  const text = await write("dps-bulk");
  expect(await diff(text)).toMatchObject({ same: true, entries: 3, signed: null, found: [] });
  const changed = text.replace('"deviceId":"0002"', '"deviceId":"0009"').replace("reg-0003", "reg-0007");
  expect(await diff(changed)).toMatchObject({
    same: false,
    found: [
      ["different", "0002", "deviceId"],
      ["missing", "reg-0007", null],
      ["extra", "0003", null],
    ],
  });
});

it("asks a service about the units of a file that does not say whose they are, by their records", async () => {
  const asked: string[] = [];
  const client = {
    getEnrollment: (id: string) => {
      asked.push(id);
      return Promise.resolve(undefined);
    },
  };
  const text = await write("dps-bulk");
  const found = await diff(text, nobody, { name: "plant-dps", client });
  expect(found).toMatchObject({ same: false, sameAs: { records: true, service: false }, asked: 3 });
  expect(asked.toSorted()).toEqual(["reg-0001", "reg-0002", "reg-0003"]);
  expect(await diff(text, nobody, { name: "another-dps", client })).toMatchObject({ same: true, asked: 0 });
});

it("names the line of a file that ends otherwise than it began", async () => {
  const text = await write("dps-bulk");
  await expect(diff(`${text}{"mode":"delete"}\n`)).rejects.toMatchObject({
    code: "manifest.malformed",
    detail: expect.stringContaining("line 2"),
  });
  await expect(diff("[\nnothing\n]\n")).rejects.toMatchObject({ code: "manifest.malformed" });
});

it("verifies entries signed one by one by a key that is known here", async () => {
  const text = await write("jws");
  const sha256 = createHash("sha256").update(signer.der).digest("hex");
  const signed: ManifestDiffSummary["signed"] = {
    good: 3,
    bad: 0,
    unknown: 0,
    signer: { subject: "CN=Line 3 manifest signer", sha256, kind: "own" },
  };
  expect(await diff(text, own)).toMatchObject({ same: true, entries: 3, found: [], signed });
  const added = await diff(text, { own: [], trusted: [root.der, signer.der] });
  expect(added.signed).toMatchObject({ good: 3, signer: { kind: "known" } });
  expect((await diff(text)).signed).toEqual({ good: 0, bad: 0, unknown: 3, signer: null });
});

it("names an entry whose signature is another's", async () => {
  const lines = (await write("jws")).split("\n");
  const parts = lines.slice(1, 4).map((line) => JSON.parse(line.replace(/,$/, "")) as Record<string, unknown>);
  const [first, second, third] = parts;
  const swapped = [first, { ...second, signature: third?.["signature"] }, third];
  const text = `[\n${swapped.map((entry) => JSON.stringify(entry)).join(",\n")}\n]\n`;
  expect(await diff(text, own)).toMatchObject({
    same: false,
    found: [["signature", "0002", null]],
    signed: { good: 2, bad: 1 },
  });
  const header = { uniqueId: "0001" };
  const relabelled = `[\n${JSON.stringify({ ...second, header })}\n]\n`;
  expect((await diff(relabelled, own)).found).toContainEqual(["different", "0002", "header.uniqueId"]);
});

it("says of a seal whether its key is the station's own, known, or neither", async () => {
  writeFileSync(file, await write("sealed"));
  const kind = async (known: KnownSigners) => (await verifyManifestFile(file, [], known)).signer?.kind;
  expect([await kind(own), await kind(byRoot), await kind(nobody)]).toEqual(["own", "known", "unknown"]);
  const other = await testCertificate({ name: "Plant root", extensions: caExtensions() });
  expect(await kind({ own: [], trusted: [other.der] })).toBe("unknown");
  const { findings, signer: by } = await verifyManifestFile(file, []);
  expect(findings).toEqual([]);
  expect(by?.kind).toBeNull();
});
