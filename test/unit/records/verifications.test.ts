import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openRecords, type Records } from "../../../main/records/records.ts";
import type { RecordedCheck } from "../../../main/records/verifications.ts";
import { passUnit, SetClock, sampleLot } from "../../harness/sample-records.ts";

let records: Records;
const clock = new SetClock();

beforeEach(async () => {
  records = await openRecords({ file: ":memory:", practice: true, clock });
  await records.lots.open(sampleLot);
  await passUnit(records, "GW1");
});

afterEach(() => records.close());

const check = (outcome: RecordedCheck["outcome"], code: string | null = null): RecordedCheck => ({
  id: "enrollment",
  outcome,
  code,
  expected: "entry",
  found: "entry",
});
const good = check("pass");
const bad = check("fail", "unit.differs");
const away = check("unknown", "dps.unreachable");

describe("a verification", () => {
  it("makes the unit verified when all passed, and is kept", async () => {
    expect(await records.verifications.add("GW1", [good, good])).toBe("pass");
    expect(await records.units.detail("GW1")).toMatchObject({
      state: "verified",
      stateHistory: [{ act: "verify", fromState: "provisioned", toState: "verified" }],
    });
    expect(await records.verifications.list("GW1")).toMatchObject([{ outcome: "pass", checks: [good, good] }]);
  });

  it("puts the unit on hold when one failed, with the reason, also after it was verified", async () => {
    await records.verifications.add("GW1", [good]);
    expect(await records.verifications.add("GW1", [good, away, bad])).toBe("fail");
    const detail = await records.units.detail("GW1");
    expect(detail?.stateHistory.at(-1)).toMatchObject({ act: "fail", reason: "enrollment unit.differs" });
    expect(detail?.state).toBe("quarantined");
    expect((await records.verifications.list("GW1")).map(({ outcome }) => outcome)).toEqual(["fail", "pass"]);
    // Only a person takes it from there.
    await records.verifications.add("GW1", [good]);
    expect(await records.units.get("GW1")).toMatchObject({ state: "quarantined" });
    expect(await records.unitStates.change("GW1", { act: "release", reason: "was the fixture" })).toBe("provisioned");
  });

  it("changes nothing when something could not be looked at", async () => {
    expect(await records.verifications.add("GW1", [good, away])).toBe("unknown");
    expect(await records.units.get("GW1")).toMatchObject({ state: "provisioned" });
    await expect(records.verifications.add("GW9", [good])).rejects.toMatchObject({ code: "records.not-found" });
  });
});

describe("samples of a lot", () => {
  const plan = { every: 3, firstOfLot: true };

  it("are the first and every n-th that passed, until they are verified", async () => {
    for (const number of [2, 3, 4, 5, 6, 7]) {
      clock.advance(1000);
      await passUnit(records, `GW${number}`);
    }
    const due = async () => (await records.lots.samplesDue("LOT-1", plan)).map(({ serialNumber }) => serialNumber);
    expect(await due()).toEqual(["GW1", "GW3", "GW6"]);
    expect(await records.lots.samplesDue("LOT-1", { every: 7 })).toEqual([{ serialNumber: "GW7", number: 7 }]);
    expect(await records.lots.samplesDue("LOT-1", {})).toEqual([]);
    await records.verifications.add("GW3", [good]);
    await records.unitStates.change("GW6", { act: "scrap", reason: "dropped" });
    expect(await due()).toEqual(["GW1"]);
    await expect(records.lots.close("LOT-1", plan)).rejects.toMatchObject({
      code: "lot.samples-due",
      detail: expect.stringContaining("GW1 (unit 1)") as string,
    });
    await records.verifications.add("GW1", [good]);
    expect(await records.lots.close("LOT-1", plan)).toMatchObject({ state: "closed" });
  });
});
