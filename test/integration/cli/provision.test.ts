import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { silentLog } from "../../../main/base/log.ts";
import { type ServedDevice, servePracticeDevice } from "../../../main/station/practice/serve-practice-device.ts";
import { type BadDevice, behaviours, startBadDevice } from "../../harness/bad-device.ts";
import { type PlantSetUp, setUpPlant } from "../../harness/plant.ts";
import { startTouchmark, touchmark } from "../../harness/touchmark.ts";

let plant: PlantSetUp;
let recipe: string;
let device: ServedDevice;

const inPlant = (...words: readonly string[]) => touchmark(...words, "--data", plant.data);
const serve = (serialNumber: string): Promise<ServedDevice> =>
  servePracticeDevice({
    attestation: "x509",
    serialNumber,
    listen: "tcp:127.0.0.1:0",
    log: silentLog,
    onRegistered: () => undefined,
  });
const provision = (port: string, ...more: readonly string[]) =>
  inPlant("provision", "--recipe", recipe, "--port", port, "--lot", "4711", ...more);

/** Every output line of a run was a JSON document, or `touchmark` would have thrown; the last is the result. */
const expectResultLast = ({ documents, result }: Awaited<ReturnType<typeof touchmark>>): void => {
  expect(documents.at(-1)).toBe(result);
  expect(documents.filter(({ type }) => type === "result")).toHaveLength(1);
};

beforeAll(async () => {
  plant = await setUpPlant();
  expect((await inPlant("ca", "create", "line-ca", "--pilot")).code).toBe(0);
  recipe = plant.recipe({ attestation: "x509" });
  device = await serve("CLI1");
});

afterAll(async () => {
  await device?.close();
  await plant?.stop();
});

describe("provision", () => {
  it("passes a unit with 0 and shows it afterwards: unit, lot, queue, manifest", async () => {
    const passed = await provision(device.address);
    expectResultLast(passed);
    expect(passed).toMatchObject({ code: 0, stderr: "", result: { outcome: "pass", enrollment: "enrolled" } });
    const { documents } = await inPlant("unit", "show", "CLI1");
    expect(documents).toMatchObject([
      { serialNumber: "CLI1", state: "provisioned", enrollment: "enrolled", lot: "4711" },
    ]);
    expect((await inPlant("lot", "show", "4711")).documents).toMatchObject([{ done: 1, failed: 0 }]);
    expect((await inPlant("enroll", "status")).documents).toEqual([
      { queued: 0, enrolled: 1, conflict: 0, rejected: 0 },
    ]);
    expect(await inPlant("enroll", "flush")).toMatchObject({ code: 0, documents: [{ queued: 0 }] });
    const out = plant.file("4711.csv");
    expect(await inPlant("export", "--lot", "4711", "--format", "csv", "--out", out)).toMatchObject({
      code: 0,
      documents: [{ out, count: 1, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }],
    });
    expect(readFileSync(out, "utf8")).toContain("CLI1");
  });

  it("does not know a unit that never was", async () => {
    expect(await inPlant("unit", "show", "NOBODY")).toMatchObject({
      code: 3,
      documents: [],
      stderr: expect.stringContaining("api.unknown-unit"),
    });
  });

  it.each([
    ["/dev/ttyTouchmarkNowhere", "link.not-found"],
    ["tcp:127.0.0.1:1", "link.not-found"],
    ["tcp:nowhere", "link.bad-address"],
  ])("on port %s ends with 1 and %s in its result", async (port, code) => {
    const failed = await provision(port);
    expectResultLast(failed);
    expect(failed).toMatchObject({
      code: 1,
      stderr: "",
      result: { outcome: "fail", code, sentence: expect.any(String) },
    });
  });

  it("with a service nobody set up ends with 3 and says so in its result", async () => {
    const stray = plant.recipe({ attestation: "tpm", service: "nobody-dps" });
    const failed = await inPlant("provision", "--recipe", stray, "--port", device.address);
    expectResultLast(failed);
    expect(failed).toMatchObject({
      code: 3,
      result: { outcome: "fail", code: "set-up.unknown-service" },
      stderr: expect.stringContaining("set-up.unknown-service"),
    });
  });

  it("with an authority nobody made, a recipe nobody wrote, a lot that is no name: a result each", async () => {
    const stray = plant.recipe({ attestation: "x509", authority: "nobody-ca", algorithm: "rsa-2048" });
    const noAuthority = await inPlant("provision", "--recipe", stray, "--port", device.address);
    expect(noAuthority).toMatchObject({ code: 3, result: { code: "recipe.no-authority" } });
    const noRecipe = await inPlant("provision", "--recipe", "/nowhere.yaml", "--port", device.address);
    expect(noRecipe).toMatchObject({ code: 3, result: { code: "recipe.unreadable" } });
    const noLot = await inPlant("provision", "--recipe", recipe, "--port", device.address, "--lot", "../4711");
    expect(noLot).toMatchObject({ code: 2, result: { code: "set-up.usage" } });
    for (const result of [noAuthority, noRecipe, noLot]) expectResultLast(result);
  });

  it("on a folder in use ends with 3 and says who holds it", async () => {
    const bad: BadDevice = await startBadDevice(behaviours["never answers"] ?? (() => undefined));
    const first = startTouchmark(provisionWords(`tcp:127.0.0.1:${bad.port}`));
    await once(createInterface(first.stdout), "line");
    const second = await provision(device.address);
    expectResultLast(second);
    expect(second).toMatchObject({ code: 3, result: { code: "set-up.folder-in-use" } });
    expect(second.stderr).toContain(`process ${first.pid}`);
    first.kill("SIGKILL");
    await once(first, "exit");
    // Killed without a word: the next owner takes over.
    expect((await provision(device.address)).code).toBe(0);
    await bad.stop();
  });

  it.each([
    "SIGINT",
    "SIGTERM",
  ] as const)("ended by %s in the middle says its result, ends with 1 and leaves the folder free", async (signal) => {
    const bad: BadDevice = await startBadDevice(behaviours["never answers"] ?? (() => undefined));
    const child = startTouchmark(provisionWords(`tcp:127.0.0.1:${bad.port}`));
    const lines: Record<string, unknown>[] = [];
    createInterface(child.stdout).on("line", (line) => {
      lines.push(JSON.parse(line));
      if (lines.at(-1)?.["type"] === "step-started") child.kill(signal);
    });
    await once(child, "close");
    expect(child.exitCode).toBe(1);
    expect(lines.at(-1)).toMatchObject({
      type: "result",
      outcome: "fail",
      code: "station.cancelled",
      steps: [{ id: "identify", outcome: "fail" }],
    });
    await bad.stop();
    expect(readdirSync(plant.data)).not.toContain("station.lock");
  });

  it("finishes the unit although nobody reads its output any more", async () => {
    const other = await serve("CLI2");
    const command = [
      process.execPath,
      join(import.meta.dirname, "../../../out/main/cli.js"),
      ...provisionWords(other.address),
    ];
    const child = spawn("sh", ["-c", `"$@" | head -n 1 > /dev/null`, "sh", ...command], { stdio: "ignore" });
    await once(child, "exit");
    for (let tries = 0; readdirSync(plant.data).includes("station.lock") && tries < 200; tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await inPlant("unit", "show", "CLI2")).documents).toMatchObject([{ state: "provisioned" }]);
    await other.close();
  });
});

describe("verify", () => {
  it("of a unit that is not on record fails with 1, a code and a sentence", async () => {
    const stranger = await serve("STRANGER");
    const verified = await inPlant("verify", "--port", stranger.address);
    expectResultLast(verified);
    expect(verified).toMatchObject({
      code: 1,
      result: { code: "unit.not-recorded", sentence: expect.stringMatching(/./) },
    });
    await stranger.close();
  });

  it("of a unit that lost its chain says what to do", async () => {
    const twin = await serve("CLI1");
    const verified = await inPlant("verify", "--port", twin.address);
    expect(verified).toMatchObject({ code: 1, result: { outcome: "fail", sentence: expect.stringMatching(/./) } });
    expect(verified.documents.filter(({ type }) => type === "check")).toHaveLength(4);
    const { documents } = await inPlant("unit", "show", "CLI1");
    expect(documents).toMatchObject([
      {
        state: "quarantined",
        stateHistory: [{ act: "fail", fromState: "provisioned", toState: "quarantined" }],
        verifications: [
          {
            outcome: "fail",
            checks: [
              {
                id: "certificate-chain",
                outcome: "fail",
                code: "unit.differs",
                expected: expect.stringContaining("key"),
              },
              { id: "registration", outcome: "fail" },
              { id: "enrollment", outcome: "pass" },
              { id: "registration-state", outcome: "pass" },
            ],
          },
        ],
      },
    ]);
    await twin.close();
  });
});

describe("quality", () => {
  it("holds a unit until somebody decides, and its lot with it", async () => {
    expect(await provision(device.address)).toMatchObject({ code: 1, result: { code: "unit.quarantined" } });
    expect(await inPlant("lot", "close", "4711")).toMatchObject({
      code: 3,
      stderr: expect.stringContaining("lot.open-quarantine"),
    });
    expect((await inPlant("unit", "release", "CLI1")).code).toBe(2);
    const released = await inPlant("unit", "release", "CLI1", "--reason", "a twin was on the cable");
    expect(released).toMatchObject({ code: 0, documents: [{ serialNumber: "CLI1", state: "provisioned" }] });
    expect(await inPlant("verify", "--port", device.address)).toMatchObject({ code: 0, result: { outcome: "pass" } });
    expect((await inPlant("unit", "show", "CLI1")).documents).toMatchObject([{ state: "verified" }]);
  });

  it("has rework give a unit a new certificate", async () => {
    expect((await inPlant("unit", "rework", "CLI1", "--reason", "wrong profile")).code).toBe(0);
    const passed = await provision(device.address);
    // The service has the old one still: a person decides.
    expect(passed).toMatchObject({ code: 0, result: { outcome: "pass", enrollment: "conflict" } });
    const solved = await inPlant("enroll", "solve", "CLI1", "--how", "replace", "--reason", "rework");
    expect(solved).toMatchObject({ code: 0, documents: [{ state: "done" }] });
    expect(await inPlant("verify", "--port", device.address)).toMatchObject({ code: 0, result: { outcome: "pass" } });
    const [unit] = (await inPlant("unit", "show", "CLI1")).documents;
    expect(unit).toMatchObject({
      state: "verified",
      certificates: [expect.any(String), expect.any(String)],
      stateHistory: [
        { act: "fail" },
        { act: "release" },
        { act: "verify" },
        { act: "rework", reason: "wrong profile" },
        { act: "provision", fromState: "rework", toState: "provisioned" },
        { act: "verify" },
      ],
    });
  });

  it("closes a lot once its samples are verified; nothing enters it then", async () => {
    const sampled = plant.file("sampled.yaml");
    writeFileSync(sampled, readFileSync(recipe, "utf8").replace(/}\s*$/, `,"verify":{"sample":{"firstOfLot":true}}}`));
    const first = await serve("CLI7");
    const build = () => inPlant("provision", "--recipe", sampled, "--port", first.address, "--lot", "4713");
    expect(await build()).toMatchObject({ code: 0, result: { code: null } });
    const samplesDue = [{ serialNumber: "CLI7", number: 1 }];
    expect((await inPlant("lot", "show", "4713")).documents).toMatchObject([{ samplesDue, remaining: null }]);
    expect(await inPlant("lot", "close", "4713")).toMatchObject({
      code: 3,
      stderr: expect.stringContaining("lot.samples-due"),
    });
    expect((await inPlant("verify", "--port", first.address)).code).toBe(0);
    expect(await inPlant("lot", "close", "4713")).toMatchObject({
      code: 0,
      documents: [
        {
          state: "closed",
          samplesDue: [],
          closedBy: expect.stringContaining("@command-line"),
          closedAt: expect.any(String),
        },
      ],
    });
    expect(await build()).toMatchObject({ code: 1, result: { code: "records.lot-closed" } });
    await first.close();
  });
});

describe("export", () => {
  it.each([
    ["a folder that is not there", "no/such/folder/4711.csv"],
    ["the name of a folder", "taken"],
  ])("to %s ends with 2 and leaves no half file", async (_name, target) => {
    mkdirSync(plant.file("taken"), { recursive: true });
    const before = readdirSync(plant.folder);
    const refused = await inPlant("export", "--lot", "4711", "--format", "jsonl", "--out", plant.file(target));
    expect(refused).toMatchObject({ code: 2, documents: [], stderr: expect.stringContaining("cannot write") });
    expect(readdirSync(plant.folder)).toEqual(before);
    expect(readdirSync(plant.file("taken"))).toEqual([]);
  });

  it("of a lot nobody opened ends with its own code", async () => {
    const refused = await inPlant("export", "--lot", "4712", "--format", "csv", "--out", plant.file("4712.csv"));
    expect(refused).toMatchObject({ code: 3, stderr: expect.stringContaining("api.unknown-lot") });
    expect(readdirSync(plant.folder)).not.toContain("4712.csv");
  });
});

function provisionWords(port: string): readonly string[] {
  return ["provision", "--recipe", recipe, "--port", port, "--lot", "4711", "--data", plant.data, "--json"];
}

describe("verify without the service", () => {
  it("says unknown of what it could not look at, and leaves the unit what it was", async () => {
    await plant.dps.stop();
    const verified = await inPlant("verify", "--port", device.address);
    expect(verified).toMatchObject({
      code: 1,
      result: {
        outcome: "unknown",
        code: "dps.unreachable",
        steps: [{ outcome: "pass" }, { outcome: "pass" }, { outcome: "unknown" }, { outcome: "unknown" }],
      },
    });
    expect((await inPlant("unit", "show", "CLI1")).documents).toMatchObject([
      { state: "verified", verifications: [{ outcome: "unknown" }, { outcome: "pass" }, {}, {}] },
    ]);
  });
});
