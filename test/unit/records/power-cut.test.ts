import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ForcedLog } from "../../../main/records/database/forced-log.ts";
import { openDatabase } from "../../../main/records/database/open-database.ts";
import { standOn } from "../../../main/records/database/transaction.ts";
import { openRecords, type Records, recordsOver } from "../../../main/records/records.ts";
import { sampleLot, samplePass } from "../../harness/sample-records.ts";

let folder: string;
let records: Records;
let cuts = 0;
const name = "records.sqlite";

/** A disk that has nothing but what was forced: each sync keeps the files as they are then, in place of the ones before. */
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "touchmark-power-"));
  const file = join(folder, name);
  const open = await openDatabase({ file, practice: true });
  const sync = (): Promise<void> => {
    for (const end of ["", "-wal"]) cpSync(file + end, join(folder, `disk${end}`));
    return Promise.resolve();
  };
  const log = new ForcedLog({ sync, close: () => Promise.resolve() });
  standOn(open.database, { connection: open.connection, log });
  records = recordsOver({ ...open, log });
  await records.lots.open(sampleLot);
});

afterEach(async () => {
  await records.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What a station finds that starts after the power came back. */
async function afterPowerCut<Value>(look: (found: Records) => Promise<Value>): Promise<Value> {
  cuts += 1;
  for (const end of ["", "-wal"]) cpSync(join(folder, `disk${end}`), join(folder, `found-${cuts}${end}`));
  const found = await openRecords({ file: join(folder, `found-${cuts}`), practice: true });
  try {
    return await look(found);
  } finally {
    await found.close();
  }
}

const serialNumber = "GW1";
const certificate = "0a".repeat(16);
const authority = "line-ca";

async function runUntil(end: "bound" | "intended" | "issued" | "passed"): Promise<void> {
  const { runs, certificates } = records;
  await runs.start({ runId: "run", lot: sampleLot.lot, slot: "1" });
  await runs.stepStarted("run", { number: 1, id: "identify" });
  await runs.bind("run", { serialNumber, model: sampleLot.model });
  if (end === "bound") return;
  const intent = { serialNumber: certificate, unit: serialNumber, runId: "run", authority };
  await certificates.intend({ ...intent, publicKeySha256: "00", registrationId: "gw1" });
  if (end === "intended") return;
  const validity = { notBefore: new Date(0), notAfter: new Date(2e12) };
  await certificates.issued({ serialNumber: certificate, authority, chain: [Uint8Array.of(1)], ...validity });
  if (end === "issued") return;
  await runs.pass(samplePass(serialNumber, "run"));
}

const reusable = {
  unit: serialNumber,
  publicKeySha256: "00",
  authority,
  registrationId: "gw1",
  at: new Date("2026-11-22T08:00:00.000Z"),
  minimumDaysLeft: 1,
};

describe("a power cut", () => {
  it("after PASS takes nothing of it", async () => {
    await runUntil("passed");
    const unit = await afterPowerCut((found) => found.units.detail(serialNumber));
    expect(unit).toMatchObject({ state: "provisioned", enrollment: "queued" });
  });

  it("after a certificate was issued leaves it to be used again", async () => {
    await runUntil("issued");
    const kept = await afterPowerCut((found) => found.certificates.findReusable(reusable));
    expect(kept).toMatchObject({ serialNumber: certificate });
  });

  it("after a certificate was issued leaves its announcement too, which nothing had forced before", async () => {
    await runUntil("bound");
    const intent = { serialNumber: certificate, unit: serialNumber, runId: "run", authority };
    await records.certificates.intend({ ...intent, publicKeySha256: "00", registrationId: "gw1" }, { forced: false });
    const validity = { notBefore: new Date(0), notAfter: new Date(2e12) };
    await records.certificates.issued({ serialNumber: certificate, authority, chain: [Uint8Array.of(1)], ...validity });
    const announced = await afterPowerCut((found) =>
      found.certificates.announced({ serialNumber: certificate, authority }),
    );
    expect(announced).toMatchObject({ unit: serialNumber, state: "issued" });
  });

  it("after an intent leaves the unit, its interrupted run and the step it was at", async () => {
    await runUntil("intended");
    const unit = await afterPowerCut(async (found) => {
      expect(await found.runs.interruptAll()).toBe(1);
      return found.units.detail(serialNumber);
    });
    expect(unit).toMatchObject({ state: "new", runHistory: [{ outcome: "interrupted", steps: [{ id: "identify" }] }] });
  });

  it("leaves a run that was bound, moments later", async () => {
    await runUntil("bound");
    await new Promise(setImmediate);
    expect(await afterPowerCut((found) => found.runs.interruptAll())).toBe(1);
  });

  it("may take the steps after the last thing forced, and nothing else", async () => {
    await runUntil("intended");
    await records.runs.stepFinished("run", { number: 1, outcome: "pass", code: null, ms: 1, measurements: {} });
    const step = await afterPowerCut(
      async (found) => (await found.units.detail(serialNumber))?.runHistory[0]?.steps[0],
    );
    expect(step).toMatchObject({ id: "identify", outcome: "running" });
  });

  it("takes the service's answer, which is then asked for again", async () => {
    await runUntil("passed");
    await records.enrollments.enrolled("reg-gw1", { etag: "1" });
    const due = await afterPowerCut((found) => found.enrollments.nextDue(new Date("2099-01-01"), 5));
    expect(due).toMatchObject([{ registrationId: "reg-gw1" }]);
  });
});
