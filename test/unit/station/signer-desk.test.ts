import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ownSignerSchema } from "../../../main/api/contract/index.ts";
import { silentLog } from "../../../main/base/log.ts";
import { signerDesk } from "../../../main/station/signer-desk.ts";
import { openWorkshop, type Workshop } from "../../../main/station/workshop.ts";
import { sampleLot } from "../../harness/sample-records.ts";

const root = mkdtempSync(join(tmpdir(), "touchmark-signers-"));
let workshop: Workshop;
beforeAll(async () => {
  workshop = await openWorkshop({ root, practice: true, log: silentLog });
  await workshop.authorities.createPilot("line-ca");
  await workshop.records.lots.open(sampleLot);
});
afterAll(async () => {
  await workshop.close();
  rmSync(root, { recursive: true });
});

it("tells this station's keys, the newest first, and what each has sealed", async () => {
  const { signers, records } = workshop;
  const desk = signerDesk({ signers, records, name: () => "Line 3" });
  expect(await desk.own()).toEqual([]);
  const first = await desk.make("line-ca");
  expect(first.subject).toContain("Line 3 PILOT manifest signer");
  const [digest, next, rootOf] = ["c".repeat(64), "d".repeat(64), "e".repeat(64)];
  const at = "2026-11-23T01:00:00.000Z";
  const seal = { lot: "LOT-1", format: "sealed", count: 1, root: rootOf, createdAt: at } as const;
  await records.seals.add({ ...seal, digest, previous: null }, first.fingerprint);
  // Of an earlier version, which did not tell who signed.
  await records.seals.add({ ...seal, digest: next, previous: digest });
  const second = await desk.make("line-ca");
  const own = (await desk.own()).map((signer) => ownSignerSchema.parse(signer));
  expect(own).toMatchObject([
    { name: "signer-2", fingerprint: second.fingerprint, inUse: true, pilot: true, sealed: 0, lastSealed: null },
    { name: "signer-1", fingerprint: first.fingerprint, inUse: false, sealed: 1, lastSealed: { lot: "LOT-1", at } },
  ]);
  expect(await records.audit.verifyRows()).toMatchObject({ fault: null });
  await expect(desk.make("no-ca")).rejects.toMatchObject({ code: "recipe.no-authority" });
  expect(await desk.own()).toHaveLength(2);
});
