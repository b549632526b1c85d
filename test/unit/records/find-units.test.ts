import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openRecords, type Records } from "../../../main/records/records.ts";
import { passUnit, sampleLot, samplePass, startRun } from "../../harness/sample-records.ts";

const sha256 = (bytes: Uint8Array | string): string => createHash("sha256").update(bytes).digest("hex");

describe("a unit is found by any whole name it goes by", () => {
  let records: Records;
  const der = Uint8Array.of(0x30, 3, 2, 1, 7);

  beforeEach(async () => {
    records = await openRecords({ file: ":memory:", practice: false });
    await records.lots.open(sampleLot);
    for (const name of ["GW1", "GW10", "GW100"]) await passUnit(records, name);
    const [unit, runId] = ["GW2", await startRun(records, "GW2")];
    const publicKeySha256 = "b".repeat(64);
    const [serialNumber, registrationId] = ["0A", "reg-gw2"];
    await records.certificates.intend({ runId, unit, serialNumber, authority: "ca", registrationId, publicKeySha256 });
    const [notBefore, notAfter] = [new Date("2026-01-01T00:00:00Z"), new Date("2036-01-01T00:00:00Z")];
    await records.certificates.issued({
      serialNumber,
      authority: "ca",
      chain: [der, Uint8Array.of(0x30, 0)],
      notBefore,
      notAfter,
    });
    await records.runs.pass(samplePass("GW2", runId, { publicKeySha256, deviceId: "Device-2" }));
  });
  afterEach(() => records.close());

  const names = async (search: string) => {
    const { units, total } = await records.units.list({ search, offset: 0, limit: 9 });
    expect(total).toBe(units.length);
    return units.map(({ serialNumber }) => serialNumber);
  };

  it.each([
    ["its serial number, though it is part of another's", "GW1", "GW1"],
    ["the same in another case, with white space a scanner leaves", " gw10\r\n", "GW10"],
    ["its registration id in any case", "REG-GW100", "GW100"],
    ["its device id", "Device-2", "GW2"],
    ["the SHA-256 of its public key", sha256("key GW10"), "GW10"],
    ["the same as people copy it", sha256("key GW10").toUpperCase().match(/../g)?.join(":") ?? "", "GW10"],
    ["the thumbprint of its certificate", sha256(der), "GW2"],
  ])("by %s", async (_what, search, serialNumber) => {
    expect(await names(search)).toEqual([serialNumber]);
  });

  it("and by parts of names where no whole one fits", async () => {
    expect(await names("gw")).toEqual(["GW2", "GW100", "GW10", "GW1"]);
    expect(await names("f".repeat(64))).toEqual([]);
    expect(await names(sha256(Uint8Array.of(0x30, 0)))).toEqual([]);
  });
});
