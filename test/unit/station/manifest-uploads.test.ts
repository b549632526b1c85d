import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { openRecords } from "../../../main/records/records.ts";
import { ManifestUploads } from "../../../main/station/manifest-uploads.ts";

const root = mkdtempSync(join(tmpdir(), "touchmark-uploads-"));
const records = await openRecords({ file: ":memory:", practice: true });
afterAll(async () => {
  await records.close();
  rmSync(root, { recursive: true });
});

const signers = { known: () => Promise.resolve({ own: [], trusted: [] }) };
const uploads = () => new ManifestUploads({ root, records, signers });
const base64 = (text: string): string => Buffer.from(text).toString("base64");

describe("a manifest handed over piece by piece", () => {
  it("is put together and judged, and nothing of it stays", async () => {
    const desk = uploads();
    const upload = await desk.begin(12);
    expect(await desk.append(upload, base64("no mani"))).toBe(7);
    expect(await desk.append(upload, base64("fest\n"))).toBe(12);
    const report = await desk.verify(upload, "");
    expect(report).toMatchObject({ intact: false, header: null, madeHere: false, signer: null });
    expect(report.findings.map(({ kind }) => kind)).toContain("header");
    await expect(desk.verify(upload, "")).rejects.toMatchObject({ code: "manifest.no-upload" });
    await desk.close();
    expect(readdirSync(root)).toEqual([]);
  });

  it("is refused when it is too large, not whole, unknown, or one of too many", async () => {
    const desk = uploads();
    await expect(desk.begin(5 * 1024 ** 3)).rejects.toMatchObject({ code: "manifest.too-large" });
    const small = await desk.begin(2);
    await expect(desk.append(small, base64("abc"))).rejects.toMatchObject({ code: "manifest.too-large" });
    await expect(desk.append(small, base64("a"))).rejects.toMatchObject({ code: "manifest.no-upload" });
    const half = await desk.begin(2);
    await desk.append(half, base64("a"));
    await expect(desk.verify(half, "")).rejects.toMatchObject({ code: "manifest.no-upload" });
    for (let count = 0; count < 4; count += 1) await desk.begin(1);
    await expect(desk.begin(1)).rejects.toMatchObject({ code: "manifest.too-many" });
    await desk.close();
    expect(readdirSync(root)).toEqual([]);
  });

  it("is not trusted by what is no certificate", async () => {
    const desk = uploads();
    const upload = await desk.begin(0);
    await expect(desk.verify(upload, "no PEM")).rejects.toMatchObject({ code: "set-up.usage" });
    await desk.close();
  });
});
