import { expect, it } from "vitest";
import { exportLot } from "../../../main/manifest/export-lot.ts";
import { parseCsvManifest } from "../../../main/manifest/formats/parse-csv.ts";
import { parseJsonlManifest } from "../../../main/manifest/formats/parse-jsonl.ts";
import { openRecords } from "../../../main/records/records.ts";
import { textOf } from "../../harness/sample-manifest.ts";
import { sampleSigning } from "../../harness/sample-signing.ts";
import { passUnit, sampleLot, samplePass, startRun } from "../../harness/sample-records.ts";

const planted = "SECRET-c2VjcmV0";

it("exports the passed units of a lot and nothing secret that lies in the records", async () => {
  const records = await openRecords({ file: ":memory:", practice: true });
  await records.lots.open({ ...sampleLot, recipeText: JSON.stringify({ planted }) });
  await passUnit(records, "0001");
  const runId = await startRun(records, "0002");
  const pass = samplePass("0002", runId, { facts: { planted } });
  const entry = {
    ...pass.enrollment!.entry,
    planted,
    initialTwin: { tags: { colour: "green" }, planted },
    attestation: { type: "tpm", tpm: { endorsementKey: "AAAA", storageRootKey: planted } },
  };
  await records.runs.stepStarted(runId, { number: 1, id: "record" });
  await records.runs.stepFinished(runId, { number: 1, outcome: "pass", code: null, ms: 1, measurements: { planted } });
  await records.runs.pass({ ...pass, enrollment: { service: "plant-dps", entry } });
  const failing = await startRun(records, "0003");
  const problem = { code: "link.lost", sentence: "Check the cable.", detail: "gone", retry: "same-unit" as const };
  await records.runs.fail(failing, { problem, ms: 5 });

  expect(await records.manifest.count("LOT-1")).toBe(2);
  for (const [format, parse] of [
    ["csv", parseCsvManifest],
    ["jsonl", parseJsonlManifest],
  ] as const) {
    const file = exportLot({ lot: "LOT-1", format, practice: true, entries: records.manifest.entries("LOT-1") });
    const text = await textOf(file.chunks);
    expect(text).not.toContain(planted);
    expect(parse(text)).toMatchObject([
      { serialNumber: "0001", deviceId: "0001", enrollment: "queued", practice: true, initialTwin: null },
      { serialNumber: "0002", initialTwin: { tags: { colour: "green" } }, provisioningStatus: "enabled" },
    ]);
  }
  const { signing } = sampleSigning(records.seals);
  for (const format of ["sealed", "dps-bulk", "jws"] as const) {
    const entries = records.manifest.entries("LOT-1");
    const text = await textOf(exportLot({ lot: "LOT-1", format, practice: true, signing, entries }).chunks);
    expect(text).toContain("0002");
    expect(text).not.toContain(planted);
    for (const part of text.matchAll(/"payload":"([^"]+)"/g)) {
      expect(Buffer.from(part[1] ?? "", "base64url").toString()).not.toContain(planted);
    }
  }
  await records.close();
});

it("names an X.509 unit to a hub by its thumbprint, and nothing secret that lies in the records", async () => {
  const records = await openRecords({ file: ":memory:", practice: true });
  await records.lots.open({ ...sampleLot, attestation: "x509", recipeText: JSON.stringify({ planted }) });
  const runId = await startRun(records, "0001");
  const certificate = { serialNumber: "0a", authority: "line-ca" };
  const pass = samplePass("0001", runId, {
    attestation: "x509",
    endorsementKey: null,
    certificateSerialNumber: certificate.serialNumber,
    certificateAuthority: certificate.authority,
    facts: { planted },
  });
  const { registrationId, publicKeySha256 } = pass.identity;
  await records.certificates.intend({ runId, unit: "0001", ...certificate, registrationId, publicKeySha256 });
  const [notBefore, notAfter] = [new Date("2026-01-01T00:00:00Z"), new Date("2036-01-01T00:00:00Z")];
  await records.certificates.issued({ ...certificate, chain: [Uint8Array.of(0x30, 0)], notBefore, notAfter });
  const entry = { ...pass.enrollment!.entry, planted };
  await records.runs.pass({ ...pass, enrollment: { service: "plant-dps", entry } });
  for (const format of ["devices-txt", "dps-bulk", "csv"] as const) {
    const entries = records.manifest.entries("LOT-1");
    const text = await textOf(exportLot({ lot: "LOT-1", format, practice: true, entries }).chunks);
    expect(text).toContain("0001");
    expect(text).not.toContain(planted);
  }
  await records.close();
});

it("pages through a lot of any size in the order the units came", async () => {
  const records = await openRecords({ file: ":memory:", practice: true });
  await records.lots.open(sampleLot);
  const names = Array.from({ length: 510 }, (_, index) => `GW${index}`);
  for (const name of names) await passUnit(records, name);
  const seen: string[] = [];
  for await (const { serialNumber } of records.manifest.entries("LOT-1")) seen.push(serialNumber);
  expect(seen).toEqual(names);
  await records.close();
});
