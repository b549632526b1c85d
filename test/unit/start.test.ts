import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { findElectronBinary, parseStartArguments, whyNoWindow } from "../../start.ts";

const folder = mkdtempSync(join(tmpdir(), "touchmark-start-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("npm start's arguments", () => {
  it("have defaults", () => {
    expect(parseStartArguments([])).toEqual({
      shell: undefined,
      open: true,
      port: undefined,
      data: undefined,
      practice: false,
    });
  });

  it("are read in full", () => {
    expect(parseStartArguments(["--shell=web", "--no-open", "--port", "80", "--data", "d", "--practice"])).toEqual({
      shell: "web",
      open: false,
      port: "80",
      data: "d",
      practice: true,
    });
  });

  it.each([["--shell=firefox"], ["--port=x"], ["--dta=x"], ["web"]])("refuse %s", (word) => {
    expect(() => parseStartArguments([word])).toThrow();
  });
});

describe("the Electron binary", () => {
  it("is looked for on disk, and nothing is downloaded", () => {
    const environment = { ELECTRON_OVERRIDE_DIST_PATH: folder };
    expect(findElectronBinary(environment)).toBeUndefined();
    writeFileSync(join(folder, "electron"), "");
    expect(findElectronBinary(environment)).toBe(join(folder, "electron"));
  });
});

describe.skipIf(process.platform !== "linux")("a window", () => {
  it("needs a display", () => {
    expect(whyNoWindow({})).toContain("no display");
    expect(whyNoWindow({ DISPLAY: "" })).toContain("no display");
    expect(whyNoWindow({ DISPLAY: ":0" }) ?? "").not.toContain("no display");
    expect(whyNoWindow({ WAYLAND_DISPLAY: "wayland-0" }) ?? "").not.toContain("no display");
  });
});
