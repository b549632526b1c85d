import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ManifestCompareEvent } from "../../../main/api/contract/index.ts";
import { dpsErrors } from "../../../main/dps/dps-errors.ts";
import type { IndividualEnrollment } from "../../../main/dps/schema/individual-enrollment.ts";
import { writeManifest } from "../../../main/manifest/write-manifest.ts";
import { openRecords, type Records } from "../../../main/records/records.ts";
import { ManifestCheck } from "../../../main/station/manifest-check.ts";
import { textOf } from "../../harness/sample-manifest.ts";
import { passUnit, sampleLot } from "../../harness/sample-records.ts";

const root = mkdtempSync(join(tmpdir(), "touchmark-check-"));
const service = "plant-dps";
/** More than are compared at once. */
const units = 250;
let records: Records;
let manifest = "";
/** What the service is asked about; it fails when there are none left to answer. */
let asked: string[] = [];
let answers = Number.POSITIVE_INFINITY;
const there = new Map<string, IndividualEnrollment>();

beforeAll(async () => {
  records = await openRecords({ file: ":memory:", practice: true });
  await records.lots.open({ ...sampleLot, quantity: null });
  await Promise.all(Array.from({ length: units }, (_, at) => passUnit(records, String(at).padStart(4, "0"))));
  for await (const { registrationId, deviceId, endorsementKey } of records.manifest.entries("LOT-1")) {
    const tpm = { endorsementKey: endorsementKey ?? "" };
    there.set(registrationId, { registrationId, deviceId, attestation: { type: "tpm", tpm } });
  }
  manifest = await textOf(
    writeManifest("jsonl", { lot: "LOT-1", practice: true }, await all(records.manifest.entries("LOT-1"))),
  );
});
afterAll(async () => {
  await records.close();
  rmSync(root, { recursive: true });
});

const client = {
  getEnrollment: (id: string) => {
    asked.push(id);
    answers -= 1;
    return answers < 0 ? Promise.reject(dpsErrors.throttled("429")) : Promise.resolve(there.get(id));
  },
};
const signers = { known: () => Promise.resolve({ own: [], trusted: [] }) };
const desk = () =>
  new ManifestCheck({
    root,
    records,
    signers,
    services: { names: () => [service], client: () => Promise.resolve(client) },
  });

async function all<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}

async function handedOver(check: ManifestCheck, text: string): Promise<string> {
  [asked, answers] = [[], Number.POSITIVE_INFINITY];
  const id = await check.begin(Buffer.byteLength(text));
  for (let from = 0; from < text.length; from += 100_000)
    await check.append(id, Buffer.from(text.slice(from, from + 100_000)).toString("base64"));
  return id;
}

async function comparison(events: AsyncIterable<ManifestCompareEvent>) {
  const told = await all(events);
  const last = told.at(-1);
  if (last?.type !== "done") throw new Error("no end");
  const progress = told.flatMap((event) => (event.type === "progress" ? [event] : []));
  return { ...last.comparison, progress };
}

const going = () => new AbortController().signal;

describe("a manifest that was dropped on the screen", () => {
  it("is put together and judged as often as wanted, and nothing of it stays", async () => {
    const check = desk();
    const neverSealed = await handedOver(check, "no manifest\n");
    await expect(check.verify(neverSealed, "")).rejects.toMatchObject({ code: "manifest.malformed" });
    const id = await handedOver(check, '{"algorithm":"none"}\n');
    for (const _ of [1, 2]) {
      const report = await check.verify(id, "");
      expect(report).toMatchObject({ intact: false, header: null, madeHere: false, signer: null });
      expect(report.findings.map(({ kind }) => kind)).toContain("header");
    }
    await expect(check.verify(id, "no PEM")).rejects.toMatchObject({ code: "set-up.usage" });
    await check.close();
    await expect(check.verify(id, "")).rejects.toMatchObject({ code: "manifest.no-upload" });
    expect(readdirSync(root)).toEqual([]);
  });

  it("is compared with the records alone, without a word to the service", async () => {
    const check = desk();
    const id = await handedOver(check, manifest);
    const found = await comparison(check.compare(id, null, going()));
    expect(found).toMatchObject({ same: true, sameAsRecords: true, service: null, entries: units, progress: [] });
    expect(asked).toEqual([]);
    await check.close();
  });

  it("is compared with the service too: what differs there is told apart from the records", async () => {
    const check = desk();
    const id = await handedOver(check, manifest);
    const [first, second] = [...there.keys()];
    const [one, two] = [there.get(first ?? ""), there.get(second ?? "")];
    if (one === undefined || two === undefined) throw new Error("no units");
    there.delete(one.registrationId);
    there.set(two.registrationId, { ...two, provisioningStatus: "disabled" });
    const found = await comparison(check.compare(id, service, going()));
    there.set(one.registrationId, one).set(two.registrationId, two);
    expect(found).toMatchObject({
      same: false,
      sameAsRecords: true,
      service: { name: service, same: false, asked: units },
    });
    expect(found.differences.map(({ against, kind }) => [against, kind])).toEqual([
      ["service", "missing"],
      ["service", "disabled"],
    ]);
    expect(found.progress.at(-1)).toEqual({ type: "progress", asked: units, toAsk: units });
    expect(asked.toSorted()).toEqual([...there.keys()].toSorted());
    await check.close();
  });

  it("cut off by the service, goes on where it was: nobody is asked about twice who was compared", async () => {
    const check = desk();
    const id = await handedOver(check, manifest);
    answers = 210;
    await expect(comparison(check.compare(id, service, going()))).rejects.toMatchObject({ code: "dps.throttled" });
    [asked, answers] = [[], Number.POSITIVE_INFINITY];
    const found = await comparison(check.compare(id, service, going()));
    expect(found).toMatchObject({ same: true, entries: units, service: { asked: units, same: true } });
    expect(asked).toHaveLength(units - 200);
    expect(found.counts).toMatchObject({ repeated: 0, extra: 0, missing: 0 });
    await check.close();
  });

  it("stops at once, and begins anew with another question", async () => {
    const check = desk();
    const id = await handedOver(check, manifest);
    const stop = new AbortController();
    const events = check.compare(id, service, stop.signal);
    await events.next();
    stop.abort();
    await expect(comparison(events)).rejects.toMatchObject({ code: "station.cancelled" });
    expect(asked.length).toBeLessThanOrEqual(units / 2);
    expect(await comparison(check.compare(id, null, going()))).toMatchObject({ same: true, service: null });
    await check.close();
  });

  it("is not compared with a service that this station does not reach", async () => {
    const check = desk();
    const id = await handedOver(check, manifest);
    await expect(comparison(check.compare(id, "another", going()))).rejects.toMatchObject({
      code: "set-up.unknown-service",
    });
    expect(check.services()).toEqual([service]);
    await check.close();
  });
});
