import { describe, expect, it } from "vitest";
import { refusePilot } from "../../../../main/workflow/recipe/refuse-pilot.ts";
import { checkClock } from "../../../../main/workflow/steps/check-clock.ts";
import { testPlant } from "../../../harness/test-plant.ts";

describe("before a certificate is issued", () => {
  const day = 86_400_000;
  const now = new Date("2027-03-01T10:00:00Z");
  const plantAt = async (last: Date | undefined, clockSetAt?: Date) => {
    const test = await testPlant();
    const { plant, records } = test;
    const certificates = Object.assign(Object.create(records.certificates), {
      lastAnnouncedAt: () => Promise.resolve(last),
    });
    const at = {
      ...plant,
      records: { ...records, certificates },
      clock: { now: () => now, monotonicMs: () => 0 },
      clockSetAt,
    };
    return { at, close: () => test.close() };
  };

  it.each([
    ["no certificate before", undefined, undefined, true],
    ["the last a minute ahead", new Date(now.getTime() + 60_000), undefined, true],
    ["the last a day ahead", new Date(now.getTime() + day), undefined, false],
    [
      "the last a day ahead, and a clock set right since",
      new Date(now.getTime() + day),
      new Date(now.getTime() - 1),
      true,
    ],
    ["a clock that fell behind the day it was set", undefined, new Date(now.getTime() + day), false],
  ])("with %s", async (_, last, setAt, ok) => {
    const { at, close } = await plantAt(last, setAt);
    const checking = checkClock(at);
    await (ok
      ? expect(checking).resolves.toBeUndefined()
      : expect(checking).rejects.toMatchObject({ code: "pki.clock-behind" }));
    await close();
  });

  it("a pilot is refused by a recipe for production, and by no other", async () => {
    const test = await testPlant();
    const { authority } = test;
    const { recipe: trial } = await test.recipe({ attestation: "x509" });
    const { recipe: production } = await test.recipe({ attestation: "x509" }, { stage: "production" });
    expect(() => refusePilot(trial, authority)).not.toThrow();
    expect(() => refusePilot(production, authority)).toThrow(
      expect.objectContaining({ code: "pki.pilot-refused" }) as Error,
    );
    expect(() => refusePilot(production, { ...authority, pilot: false })).not.toThrow();
    await test.close();
  });
});
