import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import DatabaseFile from "better-sqlite3";
import { afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { buildStale } from "../../../build.ts";

const root = join(import.meta.dirname, "../../..");
let folder: string;
let children: ChildProcess[];

beforeAll(() => buildStale(["main", "preload", "renderer"]), 120_000);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "touchmark-shell-"));
  children = [];
});
afterEach(() => {
  for (const child of children) child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
});

interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null; readonly errors: string }>;
  /** First line on standard output. */
  readonly address: Promise<string>;
}

const start = (script: string, ...words: readonly string[]): Started => startAs(script, "--practice", ...words);

function startAs(script: string, ...words: readonly string[]): Started {
  const child = spawn(process.execPath, [join(root, script), "--no-open", "--data", folder, ...words], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, DISPLAY: "", WAYLAND_DISPLAY: "" },
  });
  children.push(child);
  let errors = "";
  child.stderr.on("data", (part: Buffer) => (errors += part.toString()));
  const ended = new Promise<{ readonly code: number | null; readonly errors: string }>((resolve) =>
    child.once("exit", (code) => resolve({ code, errors })),
  );
  const address = new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once("line", resolve);
    ended.then(({ errors }) => reject(new Error(`ended: ${errors}`)), reject);
  });
  address.catch(() => undefined);
  return { child, ended, address };
}

it("opens only on the loopback and prints nothing but the address", async () => {
  const { address } = start("out/main/web.js");
  const url = new URL(await address);
  expect(url.hostname).toBe("127.0.0.1");
  expect((await fetch(url, { redirect: "manual" })).status).toBe(303);
  expect((await fetch(url, { redirect: "manual" })).status).toBe(401);
  if (process.platform !== "linux") return;
  const port = Number(url.port).toString(16).toUpperCase().padStart(4, "0");
  const listening = readFileSync("/proc/net/tcp", "utf8")
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local = "", , state]) => local.endsWith(`:${port}`) && state === "0A");
  expect(listening.map(([, local]) => local)).toEqual([`0100007F:${port}`]);
  expect(readFileSync("/proc/net/tcp6", "utf8")).not.toMatch(new RegExp(`:${port} 0+:0000 0A`));
});

it("says at the terminal that it will be a while when records of an earlier version are brought to this one", async () => {
  writeFileSync(join(folder, "station.yaml"), "station: Line 3\n");
  const records = new DatabaseFile(join(folder, "station.db"));
  records.exec(readFileSync(join(root, "test/fixtures/records/0015.sql"), "utf8"));
  records.close();
  for (const isSaid of [true, false]) {
    const { child, address, ended } = startAs("out/main/web.js");
    await address;
    child.kill("SIGTERM");
    const { code, errors } = await ended;
    expect(code).toBe(0);
    expect(errors.includes("Do not switch off.")).toBe(isSaid);
  }
});

it.each(["SIGINT", "SIGTERM"] as const)("ends in order on %s, and the data folder is free again", async (signal) => {
  const first = start("out/main/web.js");
  await first.address;
  first.child.kill(signal);
  expect((await first.ended).code).toBe(0);
  const second = start("out/main/web.js");
  expect(await second.address).toContain("http://127.0.0.1:");
});

it("says who holds the data folder", async () => {
  await start("out/main/web.js").address;
  const { code, errors } = await start("out/main/web.js").ended;
  expect(code).toBe(3);
  expect(errors).toMatch(/^touchmark: .+\([a-z-]+\.[a-z-]+: .+\)\n$/);
});

it("says that the port is taken and what to do, and frees the data folder", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => other.once("listening", resolve));
  const address = other.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const { code, errors } = await start("out/main/web.js", "--port", String(port)).ended;
  other.close();
  expect(code).toBe(3);
  expect(errors).toContain("--port");
  expect(errors).toContain(`127.0.0.1:${port}`);
  expect(await start("out/main/web.js").address).toContain("http://");
});

it("npm start says in one line why it is the web shell, and opens it", async () => {
  const { address, child, ended } = start("start.ts");
  expect(await address).toContain("http://127.0.0.1:");
  child.kill("SIGTERM");
  const { code, errors } = await ended;
  expect(code).toBe(0);
  // Somebody may have changed a source since the build before these tests.
  const said = errors
    .trimEnd()
    .split("\n")
    .filter((line) => !line.startsWith("touchmark: built "));
  expect(said).toEqual([expect.stringContaining("opening the web shell, because there is no display")]);
});
