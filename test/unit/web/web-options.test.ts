import { describe, expect, it } from "vitest";
import { parseWebOptions } from "../../../main/web/web-options.ts";

describe("parseWebOptions", () => {
  it("has defaults", () => {
    expect(parseWebOptions([])).toEqual({ open: true, port: 0, data: undefined, practice: false });
  });

  it("reads every option", () => {
    expect(parseWebOptions(["--no-open", "--port", "8080", "--data", "d", "--practice"])).toEqual({
      open: false,
      port: 8080,
      data: "d",
      practice: true,
    });
  });

  it.each([
    ["--port", "65536"],
    ["--port", "-1"],
    ["--port", "1e3"],
    ["--port", ""],
    ["--prot", "1"],
    ["file"],
  ])("refuses %s %s", (...argv) => {
    expect(() => parseWebOptions(argv)).toThrow();
  });
});
