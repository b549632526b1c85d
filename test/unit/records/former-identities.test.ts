import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Records, openRecords } from "../../../main/records/records.ts";
import { passUnit, SetClock, sampleLot, samplePass, startRun } from "../../harness/sample-records.ts";

let records: Records;
const before = samplePass("GW1", "").identity;

beforeEach(async () => {
  records = await openRecords({ file: ":memory:", practice: true, clock: new SetClock() });
  await records.lots.open(sampleLot);
  await passUnit(records, "GW1");
  await records.unitStates.change("GW1", { act: "rework", reason: "board changed" });
  const runId = await startRun(records, "GW1");
  await records.runs.pass(samplePass("GW1", runId, { endorsementKey: "AAAA", publicKeySha256: "b".repeat(64) }));
});

afterEach(() => records.close());

describe("a key that a unit had before rework", () => {
  it("is never another unit's", async () => {
    const { endorsementKey, publicKeySha256 } = before;
    const runId = await startRun(records, "GW2");
    await expect(
      records.runs.pass(samplePass("GW2", runId, { endorsementKey, publicKeySha256 })),
    ).rejects.toMatchObject({
      code: "records.duplicate-endorsement-key",
      detail: expect.stringContaining("was that of unit GW1 before") as string,
    });
  });

  it("is found before anything is written into the device", async () => {
    const found = await records.identities.findAnyOf({
      endorsementKey: before.endorsementKey,
      publicKeySha256: before.publicKeySha256,
      registrationId: "another",
      deviceId: "another",
    });
    expect(found).toMatchObject([{ unit: "GW1", endorsementKey: before.endorsementKey }]);
  });

  it("may be that unit's own again", async () => {
    await records.unitStates.change("GW1", { act: "rework", reason: "board came back" });
    const runId = await startRun(records, "GW1");
    await records.runs.pass(samplePass("GW1", runId));
    expect(await records.identities.findByUnit("GW1")).toMatchObject({ endorsementKey: before.endorsementKey });
  });
});
