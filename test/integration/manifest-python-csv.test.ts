import { spawnSync } from "node:child_process";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvColumns } from "../../main/manifest/formats/csv-columns.ts";
import { unguardFormula } from "../../main/base/csv/guard-formula.ts";
import { writeManifest } from "../../main/manifest/write-manifest.ts";
import { manifestEntries, textOf } from "../harness/sample-manifest.ts";

const reader =
  "import csv, io, json, sys\ntext = sys.stdin.buffer.read().decode('utf-8')\njson.dump(list(csv.reader(io.StringIO(text, newline=''), strict=True)), sys.stdout)";
const hasPython = spawnSync("python3", ["-c", "import csv"]).status === 0;

describe.skipIf(!hasPython)("Python's csv module", () => {
  it("reads the CSV manifest as it was written", async () => {
    const entries = fc.sample(manifestEntries(), 300);
    const text = await textOf(writeManifest("csv", { lot: "LOT-1", practice: false }, entries));
    const python = spawnSync("python3", ["-c", reader], { input: text, encoding: "utf8", maxBuffer: 1 << 28 });
    expect(python.stderr).toBe("");
    const [header, ...rows] = JSON.parse(python.stdout) as string[][];
    expect(header).toEqual(csvColumns.map(({ name }) => name));
    expect(rows.map((row) => row.map(unguardFormula))).toEqual(
      entries.map((entry) => csvColumns.map(({ value }) => value(entry) ?? "")),
    );
    for (const row of rows) for (const cell of row) expect(cell).not.toMatch(/^\s*[=+\-@]/);
  });
});
