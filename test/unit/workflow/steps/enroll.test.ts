import { afterEach, describe, expect, it } from "vitest";
import { VirtualDevice } from "../../../../main/practice/virtual-device/virtual-device.ts";
import type { EnrollmentState, Plant } from "../../../../main/workflow/steps/step.ts";
import { runOnce, talkTo, type TestPlant, testPlant } from "../../../harness/test-plant.ts";

let home: TestPlant;

afterEach(() => home.close());

const device = new VirtualDevice({ serialNumber: "SN1", model: "SN-100" });

/** A run under `pass: requires: enrolled` against a service that says this. */
async function runAgainst(says: EnrollmentState, waited: number[] = []) {
  const waitUntilSettled: Plant["waitUntilSettled"] = (_id, { ms }) => {
    waited.push(ms);
    return Promise.resolve(says);
  };
  home = await testPlant({ plant: { waitUntilSettled } });
  const recipe = await home.recipe({ attestation: "x509" }, { pass: { requires: "enrolled", withinSeconds: 7 } });
  return runOnce(home, recipe, () => Promise.resolve(talkTo(device)));
}

describe("a recipe whose PASS requires the enrollment", () => {
  it("passes when the service has the entry, waiting as long as the recipe says", async () => {
    const waited: number[] = [];
    const { state } = await runAgainst("enrolled", waited);
    expect(state).toMatchObject({ outcome: "pass", enrollment: "enrolled" });
    expect(state.steps.at(-1)).toMatchObject({ id: "enroll", outcome: "pass" });
    expect(waited).toEqual([7000]);
    expect((await home.records.units.get("SN1"))?.state).toBe("provisioned");
  });

  it.each([
    ["queued", "unit.not-enrolled", "same-unit"],
    ["conflict", "enrollment.conflict", "after-fix"],
    ["rejected", "dps.rejected", "after-fix"],
  ] as const)("fails while the entry is %s with %s (%s); the identity stays recorded", async (says, code, retry) => {
    const { state } = await runAgainst(says);
    expect(state).toMatchObject({ outcome: "fail", error: { code, retry } });
    expect((await home.records.units.get("SN1"))?.state).toBe("new");
    expect(await home.records.identities.findByUnit("SN1")).toBeDefined();
    expect((await home.records.enrollments.counts()).queued).toBe(1);
  });

  it("passes with the same identity when the unit is repeated after the service came back", async () => {
    const first = await runAgainst("queued");
    const again = await home.recipe({ attestation: "x509" }, { pass: { requires: "enrolled" } });
    const plant: Plant = { ...home.plant, waitUntilSettled: () => Promise.resolve("enrolled") };
    const { state, findings } = await runOnce({ plant }, again, () => Promise.resolve(talkTo(device)));
    expect(state.outcome).toBe("pass");
    expect(findings.certificateSerialNumber).toBe(first.findings.certificateSerialNumber);
    expect((await home.records.units.detail("SN1"))?.certificates).toHaveLength(1);
  });
});
