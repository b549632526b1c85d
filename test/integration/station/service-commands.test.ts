import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseConnectionString } from "../../../main/dps/connection-string.ts";
import { DpsClient } from "../../../main/dps/dps-client.ts";
import { type PlantSetUp, setUpPlant } from "../../harness/plant.ts";
import { touchmark } from "../../harness/touchmark.ts";

/** Issue 4: what an engineer asks of a provisioning service on the command line. */
describe("touchmark service check and enroll reconcile", () => {
  let plant: PlantSetUp;

  beforeAll(async () => {
    plant = await setUpPlant();
  });

  afterAll(() => plant.stop());

  it("finds a service that is set up right ready, and leaves no canary", async () => {
    const { code, documents, stderr } = await touchmark(
      "service",
      "check",
      "plant-dps",
      "--canary",
      "--data",
      plant.data,
    );
    expect(stderr).toBe("");
    expect(documents.at(-1)).toEqual({ type: "verdict", service: "plant-dps", ok: true, failed: [] });
    expect(documents.find(({ check }) => check === "write")).toMatchObject({ outcome: "ok", mend: null });
    expect(code).toBe(0);
  });

  it("keeps the pace it was given", () => {
    const settings: unknown = JSON.parse(readFileSync(join(plant.data, "services/plant-dps.json"), "utf8"));
    expect(settings).toMatchObject({ operationsPerMinute: 600 });
  });

  it("ends with 1 and says who can mend it when the key is wrong", async () => {
    const { hostName, policyName } = parseConnectionString(plant.dps.ready["connectionString"] ?? "");
    const key = Buffer.alloc(32, 7).toString("base64");
    const file = plant.file("wrong");
    writeFileSync(file, `HostName=${hostName};SharedAccessKeyName=${policyName};SharedAccessKey=${key}`);
    const words = [
      "--connection-string-file",
      file,
      "--id-scope",
      "0ne00ABC123",
      "--ca",
      plant.dps.ready["caFile"] ?? "",
    ];
    const pace = ["--operations-per-minute", "60"];
    const added = await touchmark("service", "add", "wrong", ...words, ...pace, "--data", plant.data);
    expect(added.code).toBe(0);
    const { code, documents } = await touchmark("service", "check", "wrong", "--data", plant.data);
    expect(documents.at(-1)).toMatchObject({ ok: false, failed: ["authentication"] });
    expect(documents.find(({ check }) => check === "authentication")).toMatchObject({ mend: "service-owner" });
    expect(JSON.stringify(documents)).not.toContain(key);
    expect(code).toBe(1);
  });

  it("agrees on nothing with an empty service, and finds what it does not know", async () => {
    const words = ["enroll", "reconcile", "--service", "plant-dps", "--data", plant.data];
    const empty = await touchmark(...words);
    expect(empty.documents.at(-1)).toMatchObject({ type: "summary", agree: true, entries: 0 });
    expect(empty.code).toBe(0);
    const { connectionString = "", url, caFile = "" } = plant.dps.ready;
    const ca = [readFileSync(caFile, "utf8")];
    const client = new DpsClient({ ...parseConnectionString(connectionString), url, ca });
    await client.putEnrollment({ registrationId: "stranger", attestation: { type: "symmetricKey" } });
    client.close();
    const { code, documents } = await touchmark(...words);
    expect(documents[0]).toMatchObject({ type: "finding", kind: "extra", registrationId: "stranger" });
    expect(documents.at(-1)).toMatchObject({ type: "summary", agree: false, entries: 1, extra: 1 });
    expect(code).toBe(1);
  });

  it("refuses a service it does not know", async () => {
    const { code, stderr } = await touchmark("enroll", "reconcile", "--service", "nobody", "--data", plant.data);
    expect(stderr).toContain("set-up.unknown-service");
    expect(code).toBe(3);
  });
});
