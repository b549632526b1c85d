import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { recipeSource } from "../../harness/recipe-source.ts";
import { runCommand } from "../../harness/run-command.ts";
import { touchmark } from "../../harness/touchmark.ts";

let folder: string;
const file = (name: string): string => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "touchmark-usage-"));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe("touchmark", () => {
  it.each([[[]], [["--help"]], [["-h"]], [["help"]]])("with %j says what it can do", async (words) => {
    const { code, stdout, stderr } = await runCommand(...words);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    for (const command of ["provision", "verify", "recipe check", "lot open", "export", "practice device"])
      expect(stdout).toContain(`touchmark ${command}`);
  });

  it("says how one command is used", async () => {
    expect(await runCommand("lot", "open", "--help")).toEqual({
      code: 0,
      stdout: "touchmark lot open LOT --recipe FILE [--quantity N]\n",
      stderr: "",
    });
  });

  it("shows the commands of one topic alone", async () => {
    const { code, stdout } = await runCommand("tpm", "--help");
    expect(code).toBe(0);
    expect(stdout.match(/^ {2}touchmark \w+ \w+/gm)).toEqual(["  touchmark tpm ek", "  touchmark tpm inspect"]);
  });

  it("names a command it does not know, on standard error, and ends with 2", async () => {
    const { code, stdout, stderr } = await runCommand("lot", "frobnicate");
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("no such command: lot frobnicate");
    expect(stderr).toContain("touchmark lot open");
    expect(stderr).not.toContain("touchmark unit");
  });

  it.each([
    ["provision"],
    ["provision", "--recipe", "r.yaml"],
    ["verify"],
    ["service", "add", "plant-dps"],
    ["service", "add"],
    ["ca", "create", "line-ca"],
    ["ca", "export", "line-ca"],
    ["lot", "open", "4711"],
    ["lot", "open", "4711", "--quantity", "many", "--recipe", "r.yaml"],
    ["lot", "show"],
    ["export", "--lot", "4711", "--format", "csv"],
    ["export", "--lot", "4711", "--format", "xml", "--out", "x"],
    ["unit", "show", "A", "B"],
    ["ports", "--frobnicate"],
    ["practice", "dps", "--port", "99999"],
    ["practice", "device", "--kind", "smp", "--attestation", "magic", "--listen", "stdio"],
    ["practice", "device", "--kind", "smp", "--attestation", "x509", "--listen", "carrier-pigeon"],
    [
      "practice",
      "device",
      "--kind",
      "smp",
      "--attestation",
      "tpm",
      "--tpm",
      "tcp:127.0.0.1:99999",
      "--listen",
      "stdio",
    ],
  ])("ends with 2 and touches no folder when used wrongly: %s %s %s", async (...words) => {
    const data = file("untouched");
    const { code, stdout, stderr } = await runCommand(...words, "--data", data);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("set-up.usage: ");
    expect(existsSync(data)).toBe(false);
  });
});

describe("recipe dry-run", () => {
  it("builds a practice unit step by step, needs no data folder, and ends with 0", async () => {
    writeFileSync(file("tried.yaml"), recipeSource({ attestation: "x509" }));
    const { code, documents } = await touchmark("recipe", "dry-run", file("tried.yaml"), "--serial", "SN-7");
    expect(code).toBe(0);
    expect(documents[0]).toMatchObject({ type: "started", serialNumber: "SN-7" });
    expect(documents).toContainEqual(expect.objectContaining({ type: "step", id: "record", outcome: "pass" }));
    expect(documents.at(-1)).toMatchObject({ type: "result", outcome: "pass", registrationId: "sn-7" });
  });

  it("ends with 1 where a unit would fail", async () => {
    writeFileSync(file("sane.yaml"), recipeSource({ attestation: "x509" }));
    const { code, documents } = await touchmark("recipe", "dry-run", file("sane.yaml"), "--serial", "TEST");
    expect({ code, result: documents.at(-1) }).toMatchObject({
      code: 1,
      result: { outcome: "fail", code: "unit.implausible-identity" },
    });
  });
});

describe("recipe check", () => {
  it("answers 0 and the hash for a good recipe", async () => {
    writeFileSync(file("good.yaml"), recipeSource({ attestation: "tpm" }));
    const { code, documents } = await touchmark("recipe", "check", file("good.yaml"));
    expect({ code, documents }).toEqual({
      code: 0,
      documents: [{ valid: true, recipe: "test-tpm", hash: expect.stringMatching(/^[0-9a-f]{64}$/) }],
    });
  });

  it("answers 1 and every fault with its line for a bad one", async () => {
    const lines = [
      "recipe: bad",
      "product: { model: M }",
      "link: { driver: smp, baudRate: 1 }",
      "attestation: { type: tpm }",
      'registrationId: "{nobody}"',
      "registration: { endpoint: example.com, idScope: 0ne00000000 }",
      "enrollment: { service: s }",
    ];
    writeFileSync(file("bad.yaml"), lines.join("\n"));
    const first = await touchmark("recipe", "check", file("bad.yaml"));
    expect(first.code).toBe(1);
    expect(first.documents).toEqual([{ valid: false, path: "link.baudRate", line: 3, message: expect.any(String) }]);
    writeFileSync(file("bad.yaml"), lines.join("\n").replace("1 }", "9600 }"));
    const { code, stdout } = await runCommand("recipe", "check", file("bad.yaml"));
    expect(code).toBe(1);
    expect(stdout).toContain(`${file("bad.yaml")}:5 registrationId {nobody} is not known here`);
  });

  it("finds a placeholder of the twin that no unit could fill", async () => {
    const source = JSON.parse(recipeSource({ attestation: "x509" }));
    source.enrollment.initialTwin.tags = { place: ["{plant}"] };
    writeFileSync(file("twin.yaml"), JSON.stringify(source));
    const { code, documents } = await touchmark("recipe", "check", file("twin.yaml"));
    expect(code).toBe(1);
    expect(documents).toMatchObject([{ path: "enrollment.initialTwin.tags.place.0", line: 1 }]);
  });

  it("answers 3 for a file that cannot be read", async () => {
    const { code, stderr } = await runCommand("recipe", "check", file("nowhere.yaml"));
    expect(code).toBe(3);
    expect(stderr).toContain("recipe.unreadable");
  });
});
