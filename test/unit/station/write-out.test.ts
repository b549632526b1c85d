import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { notWrittenOut, writeOut } from "../../../main/station/write-out.ts";

it("a file that a person names is written; where it cannot be, another name may do, unless it is the disk", async () => {
  const folder = mkdtempSync(join(tmpdir(), "touchmark-out-"));
  await writeOut(join(folder, "a"), "text");
  expect(readFileSync(join(folder, "a"), "utf8")).toBe("text");
  await expect(writeOut(join(folder, "no/such"), "x")).rejects.toMatchObject({ code: "set-up.usage" });
  const full = Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
  expect(notWrittenOut("stick/4711.csv", full)).toMatchObject({ code: "records.disk-full" });
  rmSync(folder, { recursive: true });
});
