import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, expect, it } from "vitest";

const root = join(import.meta.dirname, "../../..");
const checkout = mkdtempSync(join(tmpdir(), "touchmark-build-"));

beforeAll(() => {
  const settings = ["package.json", "package-lock.json", "tsconfig.base.json"];
  for (const name of ["build.ts", "touchmark.ts", "main", "resources", ...settings]) {
    cpSync(join(root, name), join(checkout, name), { recursive: true });
  }
  symlinkSync(join(root, "node_modules"), join(checkout, "node_modules"));
});
afterAll(() => rmSync(checkout, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

function touchmark(...words: readonly string[]): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["touchmark.ts", ...words], {
      cwd: checkout,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const ended = { output: "", errors: "" };
    child.stdout.on("data", (part: Buffer) => (ended.output += part.toString()));
    child.stderr.on("data", (part: Buffer) => (ended.errors += part.toString()));
    child.once("error", reject);
    child.once("exit", (code) => resolve({ code, ...ended }));
  });
}

/** Whether some process is building now. */
function isLocked(): boolean {
  const lock = new DatabaseSync(join(checkout, "out/.build-lock"), { timeout: 0 });
  try {
    lock.exec("BEGIN EXCLUSIVE");
    return false;
  } catch {
    return true;
  } finally {
    lock.close();
  }
}

const checkRecipe = (): Promise<Ended> => touchmark("recipe", "check", "resources/recipes/gateway-tpm.yaml");
const built = "touchmark: built out/main in";

it("two that start at once build once, and both work", async () => {
  const both = await Promise.all([checkRecipe(), checkRecipe()]);
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  expect(both.filter(({ errors }) => errors.includes(built))).toHaveLength(1);
});

it("builds nothing when nothing changed, and says nothing of it", async () => {
  const { code, errors } = await checkRecipe();
  expect({ code, errors }).toEqual({ code: 0, errors: "" });
});

it("goes on after a builder was killed in the middle", async () => {
  writeFileSync(join(checkout, "main/touched.ts"), "export const touched = 1;\n");
  const child = spawn(process.execPath, ["touchmark.ts", "--help"], { cwd: checkout, stdio: "ignore" });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  while (!isLocked()) await new Promise((resolve) => setTimeout(resolve, 5));
  child.kill("SIGKILL");
  await ended;
  const { code, errors } = await checkRecipe();
  expect(code).toBe(0);
  expect(errors).toContain(built);
  expect(readdirSync(join(checkout, "out")).filter((name) => /-(new|old)$/.test(name))).toEqual([]);
});

it("keeps the old build when the new one fails, and says why", async () => {
  writeFileSync(join(checkout, "main/cli/broken.ts"), "");
  writeFileSync(join(checkout, "main/base/bytes/bytes.ts"), "this is not a program");
  const { code, errors } = await checkRecipe();
  expect(code).toBe(3);
  expect(errors).toContain("out/main could not be built");
  expect(existsSync(join(checkout, "out/main/cli.js"))).toBe(true);
});
