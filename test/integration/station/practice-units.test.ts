import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseCsvManifest } from "../../../main/manifest/formats/parse-csv.ts";
import { parseJsonlManifest } from "../../../main/manifest/formats/parse-jsonl.ts";
import { PracticeLine, practiceLots, until } from "../../harness/practice-line.ts";

const { tpm: tpmLot, x509: x509Lot } = practiceLots;
const station = new PracticeLine();

beforeAll(() => station.open());

afterAll(async () => {
  await station.remove();
  expect(station.log.problems()).toEqual([]);
});

describe.each([
  [tpmLot, "tpm"],
  [x509Lot, "x509"],
] as const)("lot %s", (lot, attestation) => {
  beforeAll(async () => {
    await station.client.lots.use({ lot });
  });

  it("goes from plug to PASS, to the service and to a hub, and into both manifests once, marked practice", async () => {
    const serialNumber = await station.oneThatPasses("1");
    const done = await until(
      () => station.unit(serialNumber),
      ({ assignedHub }) => assignedHub !== null,
    );
    expect(done).toMatchObject({ attestation, lot, state: "provisioned", enrollment: "enrolled", lastOutcome: "pass" });
    expect(done.assignedHub).toMatch(/^practice-hub-/);
    const atHub = await until(
      async () =>
        (await station.client.practice.hubDevices({})).find(
          ({ registrationId }) => registrationId === done.registrationId,
        ),
      (device) => (device?.messages ?? 0) > 0,
    );
    const reported = { practice: true, serialNumber, $version: 2 };
    expect(atHub).toMatchObject({ hub: done.assignedHub, connections: 1, twin: { reported } });
    const path = `/${atHub?.hub ?? ""}/${atHub?.deviceId ?? ""}`;
    expect(await station.client.practice.calls({ limit: 500 })).toContainEqual(
      expect.objectContaining({ api: "mqtt", method: "CONNECT", path, status: 200 }),
    );
    expect(done.certificates).toHaveLength(attestation === "x509" ? 1 : 0);
    expect((await station.slot("1")).enrollment).toBe("enrolled");
    for (const format of ["csv", "jsonl"] as const) {
      const { text, name } = await station.manifest(lot, format);
      expect(name).toMatch(/^PRACTICE-manifest-/);
      const entries = (format === "csv" ? parseCsvManifest(text) : parseJsonlManifest(text)).filter(
        (entry) => entry.serialNumber === serialNumber,
      );
      expect(entries).toHaveLength(1);
      expect(entries[0]).toMatchObject({ practice: true, lot, registrationId: done.registrationId });
    }
  });

  it.each([
    ["silent", /^link\.timeout$/, "reseat"],
    ["garbage", /^link\.bad-frame$/, "reseat"],
  ] as const)("ends a %s device with a code, a short sentence and what to do", async (fault, code, next) => {
    const failed = await station.plugIn("2", fault);
    expect(failed).toMatchObject({ state: "fail", next });
    expect(failed.problem?.code).toMatch(code);
    expect(failed.problem?.sentence.length).toBeLessThanOrEqual(60);
    await station.takeOut("2");
    expect((await station.slot("2")).next).toBe("plug-in");
  });

  it("fails a unit that is unplugged half-way and passes it when it is tried again: one identity", async () => {
    const failed = await station.plugIn("2", "unplugged-half-way");
    expect(failed).toMatchObject({ state: "fail", next: "reseat", problem: { code: "link.lost" } });
    await station.client.line.retry({ slotId: "2" });
    const passed = await station.verdict("2");
    expect(passed).toMatchObject({ state: "pass", serialNumber: failed.serialNumber });
    await station.takeOut("2");
    const detail = await station.unit(passed.serialNumber ?? "");
    expect(detail.runHistory.map(({ outcome }) => outcome)).toEqual(["pass", "fail"]);
    expect(detail.certificates.length).toBeLessThanOrEqual(1);
  });

  it("refuses a clone and names the unit that was first", async () => {
    const first = await station.oneThatPasses("3");
    const failed = await station.plugIn("3", "known-key");
    const code = attestation === "tpm" ? "unit.known-endorsement-key" : "unit.known-key";
    expect(failed).toMatchObject({ state: "fail", next: "red-bin", problem: { code } });
    expect(failed.problem?.detail).toContain(first);
    await station.takeOut("3");
  });

  it("fails the unit that is taken out while it runs with slot.pulled, and the next one passes", async () => {
    // One that would run for seconds: a good one is over in less time than it takes to be told of it.
    await station.client.practice.plug({ slotId: "4", fault: "silent" });
    await until(
      () => station.slot("4"),
      ({ state }) => state === "running",
    );
    await station.takeOut("4");
    expect(await station.verdict("4")).toMatchObject({
      state: "fail",
      next: "plug-in",
      problem: { code: "slot.pulled" },
    });
    await station.oneThatPasses("4");
  });

  it("stops a unit when asked to, as station.cancelled", async () => {
    await station.client.practice.plug({ slotId: "4", fault: "silent" });
    await until(
      () => station.slot("4"),
      ({ state }) => state === "running",
    );
    await station.client.line.stop({ slotId: "4" });
    expect((await station.verdict("4")).problem?.code).toBe("station.cancelled");
    await station.takeOut("4");
  });
});

describe("a fault that the product cannot have", () => {
  it("is refused, and one of a TPM ends in the red bin", async () => {
    await station.client.lots.use({ lot: x509Lot });
    await expect(
      station.client.practice.plug({ slotId: "1", fault: "wrong-endorsement-certificate" }),
    ).rejects.toMatchObject({
      code: "practice.fault-not-here",
    });
    await station.client.lots.use({ lot: tpmLot });
    const failed = await station.plugIn("1", "wrong-endorsement-certificate");
    expect(failed).toMatchObject({ next: "red-bin", problem: { code: "unit.endorsement-certificate-mismatch" } });
    await station.takeOut("1");
  });
});
