import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { startPracticeDps } from "../../../main/practice/dps/practice-dps.ts";
import { clientFor, tpmEntry } from "./service-fixture.ts";

async function stateFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "touchmark-dps-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return join(folder, "dps.json");
}

it("keeps entries, keys, certificate and port across a restart", async () => {
  const path = await stateFile();
  const first = await startPracticeDps({ stateFile: path });
  const entry = await clientFor(first).putEnrollment(tpmEntry("unit-1"));
  await first.close();
  const second = await startPracticeDps({ stateFile: path });
  onTestFinished(() => second.close());
  expect(second).toMatchObject({
    url: first.url,
    connectionString: first.connectionString,
    caPem: first.caPem,
    idScope: first.idScope,
  });
  expect(await clientFor(second).getEnrollment("unit-1")).toEqual(entry);
});

it("has an entry on the disk before it says so", async () => {
  const path = await stateFile();
  const running = await startPracticeDps({ stateFile: path });
  onTestFinished(() => running.close());
  const client = clientFor(running);
  await Promise.all(Array.from({ length: 20 }, (_, index) => client.putEnrollment(tpmEntry(`unit-${index}`))));
  // A second service on the same file sees what a killed first one had answered.
  const other = await startPracticeDps({ stateFile: path });
  onTestFinished(() => other.close());
  expect((await clientFor(other).queryEnrollments()).items).toHaveLength(20);
  expect((await stat(path)).mode & 0o077).toBe(0);
  expect(await readdir(join(path, ".."))).toEqual(["dps.json"]);
});

it("says so when its file is damaged", async () => {
  const path = await stateFile();
  await writeFile(path, "{");
  await expect(startPracticeDps({ stateFile: path })).rejects.toMatchObject({ code: "practice-dps.state" });
});

it("closes twice and leaves nothing open", async () => {
  const dps = await startPracticeDps();
  await Promise.all([dps.close(), dps.close()]);
  await expect(clientFor(dps).getEnrollment("x")).rejects.toMatchObject({ code: "dps.unreachable" });
});
