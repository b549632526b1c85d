import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { extractAll, listPackage } from "@electron/asar";
import { FuseState, FuseV1Options, getCurrentFuseWire } from "@electron/fuses";
import { Ajv } from "ajv";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { buildStale } from "../../build.ts";
import { utilityProcess } from "../harness/electron/utility-process.ts";
import { bareImports } from "../harness/packaging/bare-imports.ts";
import { writeStandInDist } from "../harness/packaging/stand-in-dist.ts";

const root = join(import.meta.dirname, "../..");
const require = createRequire(import.meta.url);
const folder = mkdtempSync(join(tmpdir(), "touchmark-packed-"));
const resources = join(folder, "release/linux-unpacked/resources");
const archive = join(resources, "app.asar");
const extracted = join(folder, "extracted");
/** Tried for, and done without. */
const optional = new Set(["bufferutil", "utf-8-validate", "pino-pretty", "electron"]);
/** Of it 8 MB are Chinese letters, for screens and for paper. */
const sizeBudget = 28 * 1024 * 1024;

const config = (): unknown => parse(readFileSync(join(root, "electron-builder.yml"), "utf8"));
const version = (name: string): string => require(`${name}/package.json`).version;

const inOrder = (a: string, b: string): number => a.localeCompare(b);

function filesBelow(path: string): string[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

describe("electron-builder.yml", () => {
  const validate = (): ((value: unknown) => boolean) => {
    const schema = JSON.parse(readFileSync(require.resolve("app-builder-lib/scheme.json"), "utf8"));
    return new Ajv({ strict: false, allErrors: true }).compile(schema);
  };

  it("is what the tool's schema allows", () => {
    expect(validate()(config())).toBe(true);
  });

  it("would not be if a word were wrong", () => {
    expect(validate()({ ...(config() as object), linuxx: {} })).toBe(false);
  });
});

describe.skipIf(process.platform !== "linux")("the packed application", () => {
  beforeAll(async () => {
    await buildStale(["main", "preload", "renderer"]);
    await writeStandInDist(join(folder, "dist"), version("electron"));
    const result = spawnSync(
      process.execPath,
      [
        join(root, "node_modules/electron-builder/cli.js"),
        "--linux",
        "dir",
        "--publish",
        "never",
        `-c.electronDist=${join(folder, "dist")}`,
        `-c.directories.output=${join(folder, "release")}`,
      ],
      { cwd: root, encoding: "utf8", timeout: 100_000 },
    );
    if (result.status !== 0) throw new Error(`electron-builder ended with ${result.status}:\n${result.stdout}`);
    extractAll(archive, extracted);
  }, 180_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("starts at the shell and has every part beside it", () => {
    const { main } = JSON.parse(readFileSync(join(extracted, "package.json"), "utf8"));
    const parts = [main, "out/main/station-process.js", "out/preload/preload.cjs", "out/renderer/index.html"];
    expect(parts.filter((part) => !existsSync(join(extracted, part)))).toEqual([]);
  });

  it("has every package its code asks for, and what those ask for", () => {
    const own = filesBelow(join(extracted, "out")).filter((path) => /\.c?js$/.test(path));
    const asked = new Set(own.flatMap((path) => bareImports(readFileSync(path, "utf8"))));
    const inside = createRequire(join(extracted, "out/main/electron.js"));
    const missing = [...asked].filter((name) => !optional.has(name) && !canResolve(inside, name));
    expect(missing).toEqual([]);
    expect([...asked]).toEqual(expect.arrayContaining(["better-sqlite3", "electron", "serialport"]));
  });

  it("keeps native code outside the archive, where the system can load it", () => {
    const inArchive = listPackage(archive, { isPack: false }).filter((path) => path.endsWith(".node"));
    const unpacked = filesBelow(`${archive}.unpacked`).filter((path) => path.endsWith(".node"));
    expect(unpacked.length).toBeGreaterThanOrEqual(2);
    expect(unpacked).toHaveLength(inArchive.length);
  });

  it("has native code that plain Node loads", () => {
    const script = `
      const Database = require("better-sqlite3");
      const { SerialPort } = require("serialport");
      require("usb");
      require("koffi").load(null);
      const { version } = new Database(":memory:").prepare("select sqlite_version() as version").get();
      SerialPort.list().then((ports) => console.log(JSON.stringify({ version, ports: Array.isArray(ports) })));`;
    const printed = execFileSync(process.execPath, ["-e", script], { cwd: extracted, encoding: "utf8" });
    expect(JSON.parse(printed)).toEqual({ version: expect.stringMatching(/^3\./), ports: true });
  });

  it("has the fuses set", async () => {
    const wire = await getCurrentFuseWire(join(folder, "release/linux-unpacked/touchmark"));
    const on = (fuse: FuseV1Options): boolean => wire[fuse] === FuseState.ENABLE;
    expect({
      runAsNode: on(FuseV1Options.RunAsNode),
      cookieEncryption: on(FuseV1Options.EnableCookieEncryption),
      nodeOptions: on(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
      inspect: on(FuseV1Options.EnableNodeCliInspectArguments),
      integrity: on(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
      onlyAsar: on(FuseV1Options.OnlyLoadAppFromAsar),
      fileProtocol: on(FuseV1Options.GrantFileProtocolExtraPrivileges),
    }).toEqual({
      runAsNode: false,
      cookieEncryption: true,
      nodeOptions: false,
      inspect: false,
      integrity: true,
      onlyAsar: true,
      fileProtocol: false,
    });
  });

  it("has nothing else", () => {
    const files = listPackage(archive, { isPack: false }).map((path) => path.replaceAll("\\", "/"));
    const tops = [...new Set(files.map((path) => path.split("/")[1] ?? ""))].sort(inOrder);
    const odd = files.filter(
      (path) =>
        /\.(tsx?|map|cc|cpp|h|gyp|gypi|md)$/.test(path) ||
        /\/(test|tests|docs|src|deps)\//.test(
          path.replace(/\/node_modules\/(debug|koffi)\/src\//, "/").replace("/koffi/src/", "/"),
        ) ||
        /(darwin|win32|musl|android|arm)[^/]*(\.node|\/.*\.node)$/.test(path.replace("bindings-cpp.musl.node", "")),
    );
    expect(tops).toEqual(["node_modules", "out", "package.json"]);
    expect(odd).toEqual([]);
  });

  it("has recipes, udev rules and the typeface of reports outside the archive, and stays small", () => {
    expect(readdirSync(join(resources, "recipes"))).toContain("gateway-tpm.yaml");
    expect(readdirSync(join(resources, "udev"))).toEqual(["70-touchmark.rules"]);
    const fonts = readdirSync(join(resources, "fonts"));
    expect(fonts).toEqual(
      expect.arrayContaining([
        "ibm-plex-sans-vietnamese-600-normal.woff",
        "noto-sans-sc-LICENSE",
        "noto-sans-sc-chinese-simplified-400-normal.woff",
        "noto-sans-sc-chinese-simplified-600-normal.woff",
      ]),
    );
    expect(fonts).toHaveLength(10);
    const size = filesBelow(resources).reduce((sum, path) => sum + statSync(path).size, 0);
    expect(size).toBeLessThan(sizeBudget);
  });

  it("has a station that starts", async () => {
    const station = utilityProcess.fork(
      join(extracted, "out/main/station-process.js"),
      ["--data", join(folder, "data"), "--practice"],
      { stdio: "ignore", env: { TOUCHMARK_STAND_IN_RESOURCES: resources } },
    );
    const ended = new Promise((resolve) => station.once("exit", resolve));
    const first = await Promise.race([new Promise((resolve) => station.once("message", resolve)), ended]);
    expect(first).toEqual({ type: "ready" });
    station.postMessage({ type: "close" }, []);
    expect(await ended).toBe(0);
  });
});

function canResolve(from: NodeJS.Require, name: string): boolean {
  try {
    return from.resolve(name).startsWith(extracted);
  } catch {
    return false;
  }
}
