import { describe, expect, it } from "vitest";
import { guardFormula, unguardFormula } from "../../../main/base/csv/guard-formula.ts";
import { parseCsvManifest } from "../../../main/manifest/formats/parse-csv.ts";
import { readCsvRows } from "../../../main/manifest/formats/read-csv-rows.ts";
import { manifestFileName, writeManifest } from "../../../main/manifest/write-manifest.ts";
import { sampleEntry, textOf } from "../../harness/sample-manifest.ts";

const csvOf = (...entries: (typeof sampleEntry)[]) =>
  textOf(writeManifest("csv", { lot: "LOT-1", practice: true }, entries));

describe("the CSV manifest", () => {
  it("has REST names for columns and exact values", async () => {
    const [header, row] = (await csvOf(sampleEntry)).split("\r\n");
    expect(header).toBe(
      "registrationId,deviceId,attestation.type,attestation.tpm.endorsementKey,attestation.x509.clientCertificates.primary.certificate," +
        "provisioningStatus,initialTwin,serialNumber,model,lot,certificateChain,certificateSha256,certificateSerialNumber,certificateNotAfter," +
        "enrollment,service,assignedHub,provisionedAt,recipe,recipeHash,practice,enrollmentSettings,enrollmentGroup",
    );
    expect(row).toBe(
      'reg-1,0042,tpm,AToAAQALAAMAsg==,,enabled,"{""tags"":{""lot"":""LOT-1""}}",0042,GW-200,LOT-1,,,,,' +
        `enrolled,plant-dps,hub-1.example,2026-11-22T08:00:00.000Z,gateway-tpm,${"ab".repeat(32)},true,"{""capabilities"":{""iotEdge"":false}}",`,
    );
  });

  it.each([
    ["=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"],
    ["+1", "'+1"],
    ["-1", "'-1"],
    ["@SUM(1)", "'@SUM(1)"],
    ["\t=1", "'\t=1"],
    ["  =1", "'  =1"],
    ["＝1", "'＝1"],
    ["'text", "''text"],
    ["007", "007"],
    ["a=b", "a=b"],
  ])("takes the formula out of %j and gives it back", (value, cell) => {
    expect(guardFormula(value)).toBe(cell);
    expect(unguardFormula(cell)).toBe(value);
  });

  it("says practice in the file's name and in every row", async () => {
    expect(manifestFileName("csv", { lot: "LOT-1", practice: true })).toBe("PRACTICE-manifest-LOT-1.csv");
    expect(manifestFileName("jsonl", { lot: "../x", practice: false })).toBe("manifest-.._x.jsonl");
    await expect(textOf(writeManifest("csv", { lot: "LOT-1", practice: false }, [sampleEntry]))).rejects.toMatchObject({
      code: "manifest.mixed",
    });
  });

  it("is read with LF, a byte order mark and columns in another order", async () => {
    const text = await csvOf(sampleEntry);
    expect(parseCsvManifest(`\u{FEFF}${text.replaceAll("\r\n", "\n")}`)).toEqual([sampleEntry]);
    const turned = [...readCsvRows(text)].map(({ cells }) =>
      cells
        .toReversed()
        .map((cell) => `"${cell.replaceAll('"', '""')}"`)
        .join(","),
    );
    expect(parseCsvManifest(turned.join("\n"))).toEqual([sampleEntry]);
  });

  it("names the line of what is wrong", () => {
    expect(() => parseCsvManifest('a,"b')).toThrow(/line 1/);
    expect(() => parseCsvManifest("")).toThrow(/line 1/);
  });

  it("comes in pieces", async () => {
    const pieces: string[] = [];
    const many = function* () {
      for (let index = 0; index < 2_000; index += 1) yield sampleEntry;
    };
    for await (const piece of writeManifest("csv", { lot: "LOT-1", practice: true }, many())) pieces.push(piece);
    expect(pieces.length).toBeGreaterThan(5);
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(70_000);
    expect(parseCsvManifest(pieces.join(""))).toHaveLength(2_000);
  });
});
