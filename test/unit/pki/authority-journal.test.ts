import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { authorityWarnings } from "../../../main/pki/authority/authority-warnings.ts";
import { AuthorityJournal } from "../../../main/pki/custody/authority-journal.ts";
import { caExtensions, testCertificate } from "../../harness/test-certificates.ts";

let folder = "";
const path = () => join(folder, "line", "journal.jsonl");
const journal = () => new AuthorityJournal({ folder, name: "line" });
const intent = (serialNumber: string) =>
  ({ serialNumber, profile: "verification", subject: Uint8Array.of(0x30, 0) }) as const;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "touchmark-journal-"));
  mkdirSync(join(folder, "line"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe("an authority's journal", () => {
  it("has everything in the order it was written, also when many write at once", async () => {
    const one = journal();
    const numbers = Array.from({ length: 20 }, (_, index) => (index + 16).toString(16));
    await Promise.all(numbers.map((number) => one.intend(intent(number))));
    const entries = await journal().entries();
    expect(entries.map((entry) => ("serialNumber" in entry ? entry.serialNumber : ""))).toEqual(numbers);
    expect(entries[0]?.at).toMatch(/^\d{4}-.*Z$/);
  });

  it("passes over a line a power cut tore, wherever it was torn", async () => {
    await journal().intend(intent("aa"));
    const whole = readFileSync(path()).length;
    await journal().intend(intent("bb"));
    for (let length = readFileSync(path()).length - 1; length > whole; length -= 7) {
      truncateSync(path(), length);
      expect(await journal().entries()).toMatchObject([{ serialNumber: "aa" }]);
    }
    await journal().issued("aa", Uint8Array.of(1));
    expect((await journal().entries()).map(({ type }) => type)).toEqual(["intended", "issued"]);
  });

  it("knows what was revoked, by itself, by whoever had the folder before, and by another hand meanwhile", async () => {
    const one = journal();
    expect(await one.isRevoked("aa")).toBe(false);
    await one.append({ type: "revoked", serialNumber: "aa", reason: "superseded", note: "" });
    expect([await one.isRevoked("aa"), await one.isRevoked("bb"), await journal().isRevoked("aa")]).toEqual([
      true,
      false,
      true,
    ]);
    await journal().append({ type: "revoked", serialNumber: "bb", reason: "superseded", note: "" });
    expect(await one.isRevoked("bb")).toBe(true);
  });

  it("is damaged by a line that is something else", async () => {
    await journal().intend(intent("aa"));
    appendFileSync(path(), '{"type":"revoked"}\n');
    await expect(journal().entries()).rejects.toMatchObject({ code: "pki.damaged-authority" });
  });

  it("is empty where nothing was done", async () => {
    expect(await journal().entries()).toEqual([]);
  });
});

describe("warnings of an authority", () => {
  it.each([
    ["2030-01-01", 3650, "2027-01-01", [{ warning: "shortens-devices", days: 1096 }]],
    ["2030-01-01", 365, "2027-01-01", []],
    ["2027-05-01", 365, "2027-01-01", [{ warning: "ends-soon", days: 120 }]],
    ["2026-12-01", 365, "2027-01-01", [{ warning: "ended", days: -31 }]],
  ])("one until %s, devices of %i days, on %s", async (until, deviceDays, day, expected) => {
    const { der } = await testCertificate({ name: "line", extensions: caExtensions(0), notAfter: new Date(until) });
    expect(authorityWarnings([der], { now: new Date(day), deviceDays })).toMatchObject(expected);
  });
});
