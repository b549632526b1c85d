import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { createRouterClient } from "@orpc/server";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openRecords } from "../../../main/records/records.ts";
import type { RunningStation, StationClient } from "../../../main/station/running-station.ts";
import { startStation } from "../../../main/station/start-station.ts";
import { captureLog } from "../../harness/capture-log.ts";

let folder: string;
let station: RunningStation;
let client: StationClient;
const log = captureLog();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "touchmark-operators-"));
  station = await startStation({ dataFolder: folder, mode: "practice", log: log.log });
  client = createRouterClient(station.router);
});

afterAll(async () => {
  await station?.close();
  rmSync(folder, { recursive: true, force: true });
});

const state = async () => (await client.line.slots())[0]?.state;

async function until(wanted: string): Promise<void> {
  for (const end = Date.now() + 120_000; (await state()) !== wanted; await delay(20))
    if (Date.now() > end) throw new Error(`slot 1 stays ${String(await state())}`);
}

it("has a unit wait for whoever may run it, asks for rights at every call, and knows afterwards who did what", async () => {
  const slotId = (await client.line.slots())[0]?.id ?? "";
  expect(await client.people.session()).toMatchObject({ open: true });
  await client.people.add({ name: "Ann", role: "engineer", pin: "271828" });
  await client.people.signIn({ name: "Ann", pin: "271828" });
  await client.people.add({ name: "Bob", role: "operator", badge: "BADGE-000018" });
  await client.people.add({ name: "Eve", role: "qa", badge: "BADGE-000019" });
  await client.people.signOut();

  await client.practice.plug({ slotId, fault: "none" });
  await delay(200);
  expect(await state()).not.toBe("running");
  await expect(client.line.retry({ slotId })).rejects.toMatchObject({ code: "people.sign-in-needed" });
  await expect(client.people.list()).rejects.toMatchObject({ code: "people.sign-in-needed" });
  await expect(client.exports.run({ lot: "PRACTICE-TPM", format: "csv" })).rejects.toMatchObject({
    code: "people.sign-in-needed",
  });
  expect(await client.line.scan({ code: "NOBODY-000000" })).toMatchObject({
    accepted: false,
    problem: { code: "people.sign-in-needed" },
  });

  expect(await client.line.scan({ code: "BADGE-000018" })).toEqual({ accepted: true, slotId: null, problem: null });
  await until("pass");
  const { units } = await client.units.list({ search: "" });
  const { runHistory } = await client.units.get({ serialNumber: units[0]?.serialNumber ?? "" });
  expect(runHistory).toMatchObject([{ outcome: "pass", operator: "Bob" }]);
  await expect(client.lots.open({ lot: "X", recipe: "practice-tpm", quantity: null })).rejects.toMatchObject({
    code: "people.not-allowed",
    data: { code: "people.not-allowed" },
  });

  await client.people.signIn({ name: "Ann", pin: "271828" });
  const [root] = await client.setUp.trustedRoots();
  const fingerprint = root?.fingerprint ?? "";
  await expect(client.setUp.removeTrustedRoot({ fingerprint })).rejects.toMatchObject({ code: "people.second-needed" });
  const second = { badge: "BADGE-000019" };
  const left = await client.setUp.removeTrustedRoot({ fingerprint, second });
  expect(left.map((each) => each.fingerprint)).not.toContain(fingerprint);

  const [key] = await client.signers.make({ authority: "practice-ca" });
  expect(key).toMatchObject({ inUse: true, sealed: 0 });
  const chain = readFileSync(join(folder, "practice", "signers", "signer-1", "chain.pem"));
  const [signer] = await client.signers.addTrusted({ base64: chain.toString("base64") });
  const believed = { fingerprint: signer?.fingerprint ?? "" };
  await expect(client.signers.removeTrusted(believed)).rejects.toMatchObject({ code: "people.second-needed" });
  const others = await client.signers.removeTrusted({ ...believed, second });
  expect(others.map((each) => each.fingerprint)).not.toContain(signer?.fingerprint);
});

it("wrote all of it down in one chain, and no PIN or badge anywhere", async () => {
  await station.close();
  const database = join(folder, "practice", "station.db");
  const records = await openRecords({ file: database, practice: true });
  const entries = await records.audit.list({ after: 0, limit: 1_000 });
  const acts = entries.map(({ act, operator }) => `${act} ${operator ?? "-"}`);
  for (const act of ["operator-added Ann", "signed-in Bob", "run-passed Bob", "signed-in Ann", "trust-removed Ann"])
    expect(acts).toContain(act);
  for (const act of ["signer-made", "signer-trusted", "signer-distrusted"]) expect(acts).toContain(`${act} Ann`);
  expect(entries.find(({ act }) => act === "trust-removed")?.facts).toMatchObject({ second: "Eve" });
  expect(await records.audit.verify()).toMatchObject({ fault: null });
  await records.close();
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const { parentPath, name } of files) {
    const content = readFileSync(join(parentPath, name));
    for (const secret of ["271828", "BADGE-00001"]) expect(content.includes(secret), name).toBe(false);
  }
  expect(log.problems()).toEqual([]);
});
