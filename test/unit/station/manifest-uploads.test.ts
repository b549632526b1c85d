import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { ManifestUploads } from "../../../main/station/manifest-uploads.ts";

const root = mkdtempSync(join(tmpdir(), "touchmark-uploads-"));
afterAll(() => rmSync(root, { recursive: true }));

const base64 = (text: string): string => Buffer.from(text).toString("base64");
const files = (): number =>
  readdirSync(root, { recursive: true, withFileTypes: true }).filter((e) => e.isFile()).length;

describe("a manifest handed over piece by piece", () => {
  it("is refused when it is too large, not whole or unknown", async () => {
    const uploads = new ManifestUploads(root);
    await expect(uploads.begin(5 * 1024 ** 3)).rejects.toMatchObject({ code: "manifest.too-large" });
    const small = await uploads.begin(2);
    await expect(uploads.append(small, base64("abc"))).rejects.toMatchObject({ code: "manifest.too-large" });
    await expect(uploads.append(small, base64("a"))).rejects.toMatchObject({ code: "manifest.no-upload" });
    const half = await uploads.begin(2);
    await uploads.append(half, base64("a"));
    expect(() => uploads.borrow(half)).toThrow(expect.objectContaining({ code: "manifest.no-upload" }));
    await uploads.close();
    expect(readdirSync(root)).toEqual([]);
  });

  it("makes room for another once it was looked at, and not before", async () => {
    const uploads = new ManifestUploads(root);
    const [first = ""] = await Promise.all([1, 2, 3, 4].map(() => uploads.begin(0)));
    await expect(uploads.begin(0)).rejects.toMatchObject({ code: "manifest.too-many" });
    const { giveBack } = uploads.borrow(first);
    await expect(uploads.begin(0)).rejects.toMatchObject({ code: "manifest.too-many" });
    await giveBack();
    await uploads.begin(0);
    await expect(uploads.cancel(first)).rejects.toMatchObject({ code: "manifest.no-upload" });
    await uploads.close();
  });

  it("given up while somebody reads it, goes when he is done", async () => {
    const uploads = new ManifestUploads(root);
    const id = await uploads.begin(0);
    const { giveBack } = uploads.borrow(id);
    expect(await uploads.cancel(id)).toBe(0);
    expect(files()).toBe(1);
    await giveBack();
    expect(files()).toBe(0);
    await uploads.close();
  });
});
