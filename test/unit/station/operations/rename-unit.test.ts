import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { suggestRegistrationId } from "../../../../main/station/operations/new-names.ts";
import {
  type Conflicting,
  foreignEntry,
  inConflict,
  type RenamingPlant,
  renamingPlant,
  unitOf,
} from "../../../harness/renaming-plant.ts";

let home: RenamingPlant;

beforeAll(async () => {
  home = await renamingPlant();
});

afterAll(() => home.close());

const detailOf = ({ serialNumber }: Conflicting) => home.records.units.detail(serialNumber);

describe("a renaming", () => {
  it("leaves the unit its device id where the other device is known to have another", async () => {
    const conflict = await inConflict(home, "x509", "gateway-of-somebody-else");
    await home.solve(conflict.old, "rename", conflict.name);
    await home.run(conflict.unit, { recipe: conflict.recipe });
    expect(await detailOf(conflict)).toMatchObject({ registrationId: conflict.name, deviceId: conflict.serialNumber });
  });

  it("is done again when the new name meets a conflict too, before or after the unit was plugged in", async () => {
    const conflict = await inConflict(home, "x509");
    const { old, name, unit, recipe } = conflict;
    await home.solve(old, "rename", name);
    await home.client.putEnrollment(foreignEntry(name));
    await home.run(unit, { recipe });
    expect(await home.records.enrollments.get(name)).toMatchObject({ state: "conflict" });
    const suggested = await suggestRegistrationId(home.records, { registrationId: name, unit: conflict.serialNumber });
    expect(suggested).toBe(`${old}-3`);
    await home.solve(name, "rename", `${old}-3`);
    await home.solve(name, "rename", `${old}-4`);
    await expect(home.solve(name, "retry")).rejects.toMatchObject({ code: "enrollment.not-possible" });
    expect((await home.run(unit, { recipe })).state).toMatchObject({ outcome: "pass", registrationId: `${old}-4` });
    expect(await detailOf(conflict)).toMatchObject({ enrollment: "enrolled", deviceId: `${old}-4` });
    const { changes } = await home.records.enrollmentChanges.list({ offset: 0, limit: 3 });
    expect(changes.map(({ registrationId, detail }) => [registrationId, detail])).toEqual([
      [name, `from now on ${old}-4`],
      [name, `from now on ${old}-3`],
      [old, `from now on ${name}`],
    ]);
  });

  it("to a name that does not fit or is not free is refused, and nothing is changed", async () => {
    const { old } = await inConflict(home, "x509");
    await home.client.putEnrollment(foreignEntry("there-already"));
    for (const name of ["", "sp ace", "-x", "a".repeat(65), "a:b"]) {
      await expect(home.solve(old, "rename", name)).rejects.toMatchObject({ code: "enrollment.registration-id" });
    }
    for (const name of ["there-already", old.toUpperCase(), "RN1", "rn1-2"]) {
      await expect(home.solve(old, "rename", name)).rejects.toMatchObject({
        code: "enrollment.registration-id-taken",
      });
    }
    expect(await home.records.enrollments.get(old)).toMatchObject({ state: "conflict" });
  });

  it("is refused for a unit on hold, and for one that a group stands for or that has no conflict", async () => {
    const { old, serialNumber } = await inConflict(home, "x509");
    await home.records.unitStates.change(serialNumber, { act: "quarantine", reason: "smells" });
    await expect(home.solve(old, "rename", `${old}-2`)).rejects.toMatchObject({ code: "records.not-possible" });
    const group = unitOf("x509", "RNGROUP");
    await home.run(group, { recipe: await home.recipe("x509-group") });
    await expect(home.solve("rngroup", "rename", "x-2")).rejects.toMatchObject({
      code: "enrollment.not-possible",
      detail: expect.stringContaining("line-7"),
    });
    await expect(home.solve("rn1-2", "rename", "x-2")).rejects.toMatchObject({ code: "enrollment.not-possible" });
  });

  it("keeps both names from every other unit", async () => {
    const { old, name, recipe } = await inConflict(home, "x509");
    await home.solve(old, "rename", name);
    const { state } = await home.run(unitOf("x509", name.toUpperCase()), { recipe });
    expect(state.error?.code).toBe("records.duplicate-registration-id");
  });
});
