import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { TurnsFile } from "../../../main/station/turns-file.ts";
import { clientFor, startService } from "./service-fixture.ts";

describe("the pace of a client", () => {
  it("after a 429 no other call of the same client is sent before the pause is over", async () => {
    const { dps } = await startService();
    const client = clientFor(dps);
    dps.faults.throttle(1, "1", "service");
    const begin = performance.now();
    const first = client.getEnrollment("unit-1");
    // Time enough for the answer, far from the end of the pause.
    await new Promise((resolve) => setTimeout(resolve, 300));
    const ends = await Promise.all(
      ["unit-2", "unit-3", "unit-4"].map(async (id) => {
        await client.getEnrollment(id);
        return performance.now() - begin;
      }),
    );
    await first;
    expect(Math.min(...ends)).toBeGreaterThan(950);
  });

  it("is kept by all calls together", async () => {
    const { dps } = await startService();
    const client = clientFor(dps, { operationsPerMinute: 600 });
    const begin = performance.now();
    await Promise.all(Array.from({ length: 15 }, (_, index) => client.getEnrollment(`unit-${index}`)));
    // Ten at once, five more at 100 ms each.
    expect(performance.now() - begin).toBeGreaterThan(480);
  });

  it("is kept by several clients together, as the station's and the command line's", async () => {
    const { dps } = await startService();
    const folder = mkdtempSync(join(tmpdir(), "touchmark-pace-"));
    const turns = () => new TurnsFile(join(folder, "plant"));
    const clients = [1, 2, 3].map(() => clientFor(dps, { operationsPerMinute: 600, turns: turns() }));
    const begin = performance.now();
    await Promise.all(clients.flatMap((client) => [1, 2, 3, 4, 5].map((unit) => client.getEnrollment(`unit-${unit}`))));
    // Ten at once, whoever sends them, five more at 100 ms each.
    expect(performance.now() - begin).toBeGreaterThan(480);
    for (const client of clients) client.close();
    rmSync(folder, { recursive: true, force: true });
  });
});
