import { afterAll, beforeAll, expect, it } from "vitest";
import { refreshRegistration } from "../../../../main/station/operations/refresh-registration.ts";
import { type RenamingPlant, renamingPlant, unitOf } from "../../../harness/renaming-plant.ts";

let home: RenamingPlant;

beforeAll(async () => {
  home = await renamingPlant();
});

afterAll(() => home.close());

it("keeps where a device has registered: by its own entry, and by its group, which has none", async () => {
  const [own, grouped] = [unitOf("x509", "OWN1"), unitOf("x509", "GROUP1")];
  await home.run(own, { recipe: await home.recipe("x509") });
  await home.run(grouped, { recipe: await home.recipe("x509-group") });
  const registrations = async () => {
    const details = await Promise.all(["OWN1", "GROUP1"].map((unit) => home.records.units.detail(unit)));
    return details.map((unit) => unit?.enrollmentDetail?.registration ?? unit?.enrollmentGroup?.registration);
  };
  await home.register(own);
  await refreshRegistration(home.workshop, "own1");
  await refreshRegistration(home.workshop, "group1");
  const [first, second] = await registrations();
  expect(first).toMatchObject({ status: "assigned", deviceId: "OWN1" });
  expect(second).toEqual({ status: "unassigned", assignedHub: null, deviceId: null, at: null });
  await expect(refreshRegistration(home.workshop, "nobody")).rejects.toMatchObject({
    code: "enrollment.unknown-entry",
  });
});
