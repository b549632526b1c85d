import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { EnrollmentChangeAct } from "../../../main/records/enrollment-changes.ts";
import { openTestRecords, recordUnits, testFolder, tpmEntryOf } from "../../contract/enrollment/reconcile-fixture.ts";
import { startService } from "../../contract/dps/service-fixture.ts";
import { type Bundle, bundleProgram } from "../../harness/bundle-program.ts";

const moments = ["intended", "read", "carried-out"] as const;
const acts: readonly EnrollmentChangeAct[] = ["disable", "delete", "replace", "adopt"];
const cases = acts
  .flatMap((act) => moments.map((moment) => ({ act, moment })))
  // Adopting writes nothing at the service.
  .filter(({ act, moment }) => act !== "adopt" || moment !== "carried-out");

describe("a station killed in the middle of a change", () => {
  let program: Bundle;
  beforeAll(async () => {
    program = await bundleProgram("test/harness/change-and-die.ts");
  });
  afterAll(() => program?.remove());

  it.each(cases)("$act, $moment: is carried out once, after a restart", async ({ act, moment }) => {
    const file = join(testFolder(), "station.db");
    const solves = act === "replace" || act === "adopt";
    const entry = tpmEntryOf("u1");
    const { dps, client } = await startService();
    const there = await client.putEnrollment(solves ? { ...entry, deviceId: "other" } : entry);
    await recordUnits(file, [{ registrationId: "u1", entry }]);
    if (solves) await keepConflict(file, there.etag ?? "");
    const run = async (...more: readonly string[]): Promise<NodeJS.Signals | number | null> => {
      const words = [program.file, file, dps.url, dps.connectionString, dps.caPem, "u1", act, ...more];
      const child = spawn(process.execPath, words, { stdio: ["ignore", "inherit", "inherit"] });
      const [code, signal] = await once(child, "close");
      return signal ?? code;
    };
    expect(await run(moment)).toBe("SIGKILL");
    const etagThen = (await client.getEnrollment("u1"))?.etag;
    expect(await run()).toBe(0);
    const records = await openTestRecords(file);
    const { changes } = await records.enrollmentChanges.list({ offset: 0, limit: 10 });
    expect(changes.map((each) => `${each.act} ${each.state}`)).toEqual([`${act} done`]);
    const found = await client.getEnrollment("u1");
    // What was carried out before the kill was not done again.
    if (moment === "carried-out") expect(found?.etag).toBe(etagThen);
    if (act === "delete") expect(found).toBeUndefined();
    else expect(found).toMatchObject(wanted(act));
    expect((await records.enrollments.get("u1"))?.entry).toMatchObject(act === "delete" ? entry : wanted(act));
    expect((await records.enrollments.get("u1"))?.state).toBe("enrolled");
  });
});

const wanted = (act: EnrollmentChangeAct): object => {
  if (act === "disable") return { ...tpmEntryOf("u1"), provisioningStatus: "disabled" };
  return act === "adopt" ? { ...tpmEntryOf("u1"), deviceId: "other" } : tpmEntryOf("u1");
};

async function keepConflict(file: string, theirEtag: string): Promise<void> {
  const records = await openTestRecords(file);
  const differences = [{ field: "device id", ours: "u1", theirs: "other" }];
  await records.enrollments.conflict("u1", { code: "enrollment.conflict", detail: "x", differences, theirEtag });
  await records.close();
}
