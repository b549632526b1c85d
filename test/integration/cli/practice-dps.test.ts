import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { parseConnectionString } from "../../../main/dps/connection-string.ts";
import { DpsClient } from "../../../main/dps/dps-client.ts";
import { startInBackground, touchmark } from "../../harness/touchmark.ts";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "touchmark-dps-"));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const readySchema = z.object({
  url: z.string(),
  mqttEndpoint: z.string(),
  connectionString: z.string(),
  caFile: z.string(),
  hubs: z.array(z.string()),
  controlUrl: z.string(),
  controlTokenFile: z.string(),
});

it("practice dps has the CA certificates of a folder, for groups that refer to one by name, and keeps them", async () => {
  const data = join(folder, "with-ca");
  const authorities = join(folder, "authorities");
  mkdirSync(authorities);
  expect((await touchmark("ca", "create", "line-ca", "--pilot", "--data", data)).code).toBe(0);
  const plantRoot = join(authorities, "plant-root.pem");
  expect((await touchmark("ca", "export", "line-ca", "--out", plantRoot, "--data", data)).code).toBe(0);
  const words = ["practice", "dps", "--data", data, "--json", "--control-port", "0"];
  const first = await startInBackground([...words, "--ca-certificates", authorities], "stdout");
  const { url, connectionString, caFile } = readySchema.parse(first.ready);
  writeFileSync(join(folder, "connection"), connectionString);
  const service = [
    "--connection-string-file",
    join(folder, "connection"),
    "--id-scope",
    "0neTouchmark",
    "--ca",
    caFile,
  ];
  expect((await touchmark("service", "add", "plant", "--url", url, ...service, "--data", data)).code).toBe(0);
  const group = ["plant", "line-1", "--ca-reference", "plant-root", "--data", data];
  expect((await touchmark("group", "create", ...group)).documents).toMatchObject([{ created: true }]);
  await first.stop();
  const second = await startInBackground(words, "stdout");
  expect((await touchmark("group", "check", ...group)).documents).toMatchObject([{ ok: true, differences: [] }]);
  await second.stop();
  writeFileSync(plantRoot, "nothing");
  const refused = await touchmark(...words, "--ca-certificates", authorities);
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining("plant-root.pem") });
});

it("practice dps misbehaves as its scenario says, is led by its control API, and keeps token and hubs", async () => {
  const scenario = join(folder, "scenario.yaml");
  writeFileSync(
    scenario,
    "seed: 3\nfaults:\n  - fault: error\n    count: 1\n    operation: GET /enrollments/:registrationId\n",
  );
  const words = ["practice", "dps", "--data", folder, "--json", "--control-port", "0"];
  const first = await startInBackground([...words, "--hubs", "3", "--scenario", scenario], "stdout");
  const ready = readySchema.parse(first.ready);
  expect(ready.hubs).toEqual([1, 2, 3].map((number) => `practice-hub-${number}.azure-devices.test`));
  const token = readFileSync(ready.controlTokenFile, "utf8");
  const connection = parseConnectionString(ready.connectionString);
  const ca = readFileSync(ready.caFile, "utf8");
  const client = new DpsClient({
    ...connection,
    url: ready.url,
    ca: [ca],
    retry: { maximumAttempts: 1, budgetMs: 5000, firstDelayMs: 1, longestDelayMs: 1 },
  });
  await expect(client.getEnrollment("unit-1")).rejects.toMatchObject({ errorCode: 500_001 });
  expect(await client.getEnrollment("unit-1")).toBeUndefined();
  const calls = await fetch(`${ready.controlUrl}/calls`, { headers: { Authorization: `Bearer ${token}` } });
  expect(await calls.json()).toMatchObject({ count: 2, calls: [{ status: 500, fault: "answer" }, { status: 404 }] });
  client.close();
  await first.stop();
  const second = await startInBackground(words, "stdout");
  expect(readySchema.parse(second.ready)).toMatchObject({ hubs: ready.hubs, mqttEndpoint: ready.mqttEndpoint });
  expect(readFileSync(ready.controlTokenFile, "utf8")).toBe(token);
  await second.stop();
});
