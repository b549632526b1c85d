import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { createRouterClient } from "@orpc/server";
import { afterEach, beforeEach, expect, it } from "vitest";
import { silentLog } from "../../../main/base/log.ts";
import { startStation } from "../../../main/station/start-station.ts";
import { openWorkshop } from "../../../main/station/workshop.ts";
import { recipeSource } from "../../harness/recipe-source.ts";
import { ownDisk } from "../../soak/full-disk/bad-disks.ts";

const within = { timeout: 30_000 };
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "touchmark-start-"));
  writeFileSync(join(folder, "station.yaml"), "station: Line 3\n");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const start = () => startStation({ dataFolder: folder, log: silentLog });
const put = (path: string, content: string | Uint8Array): void => {
  mkdirSync(join(folder, path, ".."), { recursive: true });
  writeFileSync(join(folder, path), content);
};

it.each([
  [
    "settings cut off in the middle",
    "station.yaml",
    'station: L\nslots:\n  - { name: "1", po',
    "set-up.settings: line 3",
  ],
  ["settings of zeros", "station.yaml", new Uint8Array(64), "set-up.settings: last backup"],
  ["settings that are empty", "station.yaml", "", "set-up.settings: last backup"],
  ["records that are none", "station.db", "x".repeat(8192), "records.damaged: not a database"],
  ["a file where a folder should be", "recipes", "", "set-up.folder: recipes"],
])("%s: the code says what, the detail where, and nothing is changed", async (_, path, content, told) => {
  const [code, where = ""] = told.split(": ");
  put(path, content);
  await expect(start()).rejects.toMatchObject({ code, detail: expect.stringContaining(where) });
  expect(readFileSync(join(folder, path))).toEqual(Buffer.from(content));
  expect(readdirSync(folder)).not.toContain("station.lock");
});

it("a recipe file with garbage holds nothing else back, is said above the line, and is taken up once it is mended", async () => {
  put("recipes/good.yaml", recipeSource({ attestation: "tpm" }));
  put("recipes/garbage.yaml", Uint8Array.of(0xff, 0xfe, 0, 0x80));
  const station = await start();
  try {
    const client = createRouterClient(station.router);
    const names = async () => (await client.recipes.list()).map(({ name }) => name);
    const troubles = () => client.station.troubles();
    expect(await names()).toEqual(["test-tpm"]);
    await expect
      .poll(troubles, within)
      .toMatchObject([{ code: "recipe.invalid", stops: false, detail: expect.stringContaining("garbage.yaml") }]);
    put("recipes/garbage.yaml", recipeSource({ attestation: "x509" }));
    await client.settings.change({ lowDiskMegabytes: 1 });
    await expect.poll(troubles, within).toEqual([]);
    expect(await names()).toEqual(["test-tpm", "test-x509"]);
  } finally {
    await station.close();
  }
});

it("an authority whose files are gone, or a key that opens nothing, does not keep the line from starting", async () => {
  const workshop = await openWorkshop({ root: folder, practice: false, log: silentLog });
  await workshop.authorities.createPilot("line-ca");
  await workshop.close();
  put("secrets/station.key", "c2hvcnQ=");
  const station = await start();
  try {
    const client = createRouterClient(station.router);
    expect((await client.authorities.list()).map(({ name }) => name)).toEqual(["line-ca"]);
  } finally {
    await station.close();
  }
  const files = join(folder, "authorities", "line-ca");
  for (const file of readdirSync(files)) if (file.endsWith(".pem")) rmSync(join(files, file));
  const again = await start();
  try {
    const client = createRouterClient(again.router);
    await expect
      .poll(() => client.station.troubles(), within)
      .toMatchObject([{ code: "pki.damaged-authority", stops: false }]);
    expect(await client.authorities.list()).toEqual([]);
  } finally {
    await again.close();
  }
});

it.skipIf(ownDisk() === undefined)("a read-only disk is said to be read-only", async () => {
  const [first = "", ...more] = ownDisk() ?? [];
  const module = join(import.meta.dirname, "../../../main/station/data-folder.ts");
  const script = `import { openDataFolder } from ${JSON.stringify(module)};
    try { openDataFolder(process.argv[1]) } catch ({ code, sentence }) { console.log(code, sentence) }`;
  const shell = 'mount -t tmpfs -o ro tmpfs "$1" && "$2" --input-type=module -e "$3" "$1"';
  const words = [first, ...more, "sh", "-c", shell, "sh", folder, process.execPath, script];
  const { stdout } = await promisify(execFile)("unshare", words);
  expect(stdout).toMatch(/^records\.read-only \S/);
});
