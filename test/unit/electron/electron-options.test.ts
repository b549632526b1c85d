import { resolve } from "node:path";
import { expect, it } from "vitest";
import { parseElectronOptions } from "../../../main/electron/electron-options.ts";

it("finds its own arguments among Chromium's", () => {
  const argv = [".", "--type=utility", "--user-data-dir=/x", "--data", "line", "--practice", "--no-sandbox"];
  expect(parseElectronOptions(argv)).toEqual({ data: resolve("line"), practice: true });
});

it("has defaults", () => {
  expect(parseElectronOptions(["."])).toEqual({ data: undefined, practice: false });
});
