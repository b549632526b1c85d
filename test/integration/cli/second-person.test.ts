import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openRecords } from "../../../main/records/records.ts";
import { recipeSource } from "../../harness/recipe-source.ts";
import { passUnit, sampleLot } from "../../harness/sample-records.ts";
import { touchmark } from "../../harness/touchmark.ts";

let folder: string;
const file = (name: string): string => join(folder, name);
const act = (...words: readonly string[]) => touchmark(...words, "--data", folder);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "touchmark-second-"));
  const records = await openRecords({ file: file("station.db"), practice: false });
  await records.lots.open(sampleLot);
  await passUnit(records, "GW1");
  await passUnit(records, "GW2");
  await records.close();
  writeFileSync(file("ann.pin"), "271828\n");
  writeFileSync(file("bob.pin"), "314159\n");
  writeFileSync(file("wrong.pin"), "000000\n");
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("what cannot be undone, on the command line", () => {
  it("is one person's while nobody has been set up", async () => {
    expect((await act("unit", "scrap", "GW2", "--reason", "burnt")).documents).toMatchObject([{ state: "scrapped" }]);
  });

  it("is signed by a second person who may, by a PIN that is no argument, and is booked under both names", async () => {
    await act("operator", "add", "Ann", "--role", "engineer", "--pin-file", file("ann.pin"));
    await act("operator", "add", "Bob", "--role", "operator", "--pin-file", file("bob.pin"));
    const scrap = (...words: readonly string[]) => act("unit", "scrap", "GW1", "--reason", "burnt", ...words);
    const codeOf = async (...words: readonly string[]) =>
      /(people|set-up)\.[a-z-]+/.exec((await scrap(...words)).stderr)?.[0];
    expect(await codeOf()).toBe("people.second-needed");
    expect(await codeOf("--second", "Ann")).toBe("set-up.usage");
    expect(await codeOf("--second", "Ann", "--second-pin-file", file("wrong.pin"))).toBe("people.wrong-sign-in");
    expect(await codeOf("--second", "Bob", "--second-pin-file", file("bob.pin"))).toBe("people.second-not-allowed");
    expect((await scrap("--second", "Ann", "--second-pin-file", file("ann.pin"))).documents).toMatchObject([
      { serialNumber: "GW1", state: "scrapped" },
    ]);
    const revoked = await act("ca", "revoke", "line-ca", "01", "--reason", "superseded");
    expect(revoked.stderr).toContain("people.second-needed");
    writeFileSync(file("recipe.yaml"), recipeSource({ attestation: "tpm" }));
    expect((await act("lot", "open", "LOT-7", "--recipe", file("recipe.yaml"))).code).toBe(0);
    const close = (...words: readonly string[]) => act("lot", "close", "LOT-7", ...words);
    expect((await close()).stderr).toContain("people.second-needed");
    expect((await close("--second", "Ann", "--second-pin-file", file("ann.pin"))).documents).toMatchObject([
      { lot: "LOT-7", state: "closed", setAside: 0 },
    ]);
    const { documents } = await act("audit", "show", "--unit", "GW1");
    expect(documents.at(-1)).toMatchObject({ act: "unit-scrap", reason: "burnt", facts: { second: "Ann" } });
    expect((await act("audit", "verify")).result).toMatchObject({ ok: true, rows: { units: 2, fault: null } });
  });
});
