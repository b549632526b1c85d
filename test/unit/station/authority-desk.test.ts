import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { authoritySchema } from "../../../main/api/contract/index.ts";
import { writeAuthority } from "../../../main/pki/custody/authority-folder.ts";
import { authorityDesk } from "../../../main/station/authority-desk.ts";
import { AuthorityStore } from "../../../main/station/authority-store.ts";
import { SecretStore } from "../../../main/station/secret-store.ts";
import { VirtualDevice } from "../../../main/practice/virtual-device/virtual-device.ts";
import { runOnce, talkTo, type TestPlant, testPlant } from "../../harness/test-plant.ts";

describe("authorities on a screen", () => {
  let folder = "";
  let store: AuthorityStore;
  let home: TestPlant;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "touchmark-desk-"));
    mkdirSync(join(folder, "secrets"));
    store = new AuthorityStore(join(folder, "ca"), new SecretStore(join(folder, "secrets")));
    home = await testPlant({ plant: { authority: (name) => store.forDevices(name) } });
    const { chain } = await store.createPilot("pilot");
    await store.importChain("plant-pki", chain);
    await store.request({ name: "asked", algorithm: "ec-p256", commonName: "Line" });
    const token = { module: "/nowhere/module.so", token: "line", key: "ca" };
    await writeAuthority(join(folder, "ca"), "token", { pilot: false, chain, token });
  });
  const deskOf = () => authorityDesk({ authorities: store, records: home.records, queue: { wake: () => undefined } });
  const changes = async () => (await home.records.enrollmentChanges.list({ offset: 0, limit: 9 })).changes;
  afterAll(async () => {
    await home.close();
    rmSync(folder, { recursive: true });
  });

  it("are shown with what they wait for", async () => {
    const shown = await deskOf().list();
    expect(shown.map((view) => authoritySchema.parse(view))).toMatchObject([
      { name: "asked", custody: "file", locked: false, subject: null, notAfter: null },
      { name: "pilot", custody: "file", locked: false, pilot: true, subject: "CN=pilot PILOT Line CA", warnings: [] },
      // A pilot's chain is a pilot's, wherever its key is said to be.
      { name: "plant-pki", custody: "elsewhere", locked: false, pilot: true },
      { name: "token", custody: "token", locked: true },
    ]);
  });

  it("say why they cannot be used", async () => {
    await expect(store.get("asked")).rejects.toMatchObject({ code: "pki.not-certified" });
    await expect(store.get("token")).rejects.toMatchObject({ code: "pki.locked" });
    await expect(store.get("plant-pki")).rejects.toMatchObject({ code: "pki.key-elsewhere" });
    await expect(store.importChain("plant-pki", [])).rejects.toMatchObject({ code: "pki.bad-import" });
    await expect(store.get("nobody")).rejects.toMatchObject({ code: "recipe.no-authority" });
    const unlocking = deskOf().unlock("token", "123456");
    await expect(unlocking).rejects.toMatchObject({
      code: "pki.token-module",
      detail: expect.not.stringContaining("123456"),
    });
  });

  it("take a certificate back beside the running line, which uses it no more", async () => {
    const recipe = await home.recipe({ attestation: "x509", authority: "pilot" });
    const device = new VirtualDevice({ serialNumber: "RV1", model: "SN-100" });
    const run = () => runOnce(home, recipe, () => Promise.resolve(talkTo(device)));
    const { findings } = await run();
    expect((await run()).state.outcome).toBe("pass");
    const order = { authority: "pilot", reason: "key-compromise", note: "stolen; Ann" } as const;
    const serialNumber = (findings.certificateSerialNumber ?? "").toUpperCase();
    const desk = deskOf();
    expect(await desk.revoke({ ...order, serialNumber })).toEqual({
      serialNumber: serialNumber.toLowerCase(),
      unit: "RV1",
      registrationId: "rv1",
      enrollment: "disabling",
    });
    expect(await changes()).toMatchObject([
      { registrationId: "rv1", act: "disable", state: "waiting", reason: expect.stringContaining("stolen; Ann") },
    ]);
    expect((await run()).state).toMatchObject({ outcome: "fail", error: { code: "pki.revoked" } });
    await expect(desk.revoke({ ...order, serialNumber })).rejects.toMatchObject({ code: "pki.not-issued" });
  });

  it("leave the entry alone when it takes another certificate than the one taken back", async () => {
    const recipe = await home.recipe({ attestation: "x509", authority: "pilot" });
    const device = new VirtualDevice({ serialNumber: "RV2", model: "SN-100" });
    const run = () => runOnce(home, recipe, () => Promise.resolve(talkTo(device)));
    const first = (await run()).findings.certificateSerialNumber ?? "";
    await home.records.unitStates.change("RV2", { act: "rework", reason: "new certificate" });
    const second = (await run()).findings.certificateSerialNumber ?? "";
    expect(second).not.toBe(first);
    const before = (await changes()).length;
    const order = { authority: "pilot", reason: "superseded", note: "reworked" } as const;
    expect(await deskOf().revoke({ ...order, serialNumber: first })).toMatchObject({ unit: "RV2", enrollment: "none" });
    expect(await changes()).toHaveLength(before);
    expect(await deskOf().revoke({ ...order, serialNumber: second })).toMatchObject({ enrollment: "disabling" });
  });

  it("leave the unit of a group to a person: it has no entry that could be disabled", async () => {
    const recipe = await home.recipe({ attestation: "x509-group", authority: "pilot" });
    const device = new VirtualDevice({ serialNumber: "RV3", model: "SN-100" });
    const { findings } = await runOnce(home, recipe, () => Promise.resolve(talkTo(device)));
    const before = (await changes()).length;
    const serialNumber = findings.certificateSerialNumber ?? "";
    const order = { authority: "pilot", reason: "key-compromise", note: "lost" } as const;
    expect(await deskOf().revoke({ ...order, serialNumber })).toMatchObject({ unit: "RV3", enrollment: "by-hand" });
    expect(await changes()).toHaveLength(before);
  });

  it("are made, certified, given out and proven from a screen; no key is in what it gives", async () => {
    const desk = deskOf();
    const about = { algorithm: "ec-p256", validityDays: 5000 } as const;
    const bytesOf = ({ base64 }: { readonly base64: string }) => Buffer.from(base64, "base64");
    await desk.create({ kind: "root", name: "root", commonName: "Plant Root", ...about });
    await desk.create({
      kind: "line",
      name: "line",
      above: "root",
      commonName: "Line 3",
      ...about,
      validityDays: 3000,
    });
    const [line] = (await desk.list()).filter(({ name }) => name === "line");
    expect(line?.chain.map(({ subject }) => subject)).toEqual(["CN=Line 3", "CN=Plant Root"]);
    const chain = await desk.exportChain({ name: "line", format: "pem" });
    expect(
      bytesOf(chain)
        .toString("utf8")
        .match(/BEGIN CERTIFICATE/g),
    ).toHaveLength(2);
    expect(await desk.exportChain({ name: "line", format: "p7b" })).toMatchObject({ fileName: "line.p7b" });

    const request = await desk.request({ name: "away", algorithm: "ec-p256", commonName: "Line away" });
    const signed = await desk.certify({ above: "root", base64: request.base64, validityDays: 2000 });
    await desk.complete({ name: "away", base64: signed.base64 });
    expect((await desk.list()).find(({ name }) => name === "away")).toMatchObject({ subject: "CN=Line away" });
    const again = desk.request({ name: "away", algorithm: "ec-p256", commonName: "Line away" });
    await expect(again).rejects.toMatchObject({ code: "pki.name-taken" });
    await desk.importChain({ name: "known", base64: chain.base64 });
    expect((await desk.list()).find(({ name }) => name === "known")).toMatchObject({ custody: "elsewhere" });

    const proof = await desk.prove({ name: "line", code: "A1B2C3" });
    expect(bytesOf(proof).toString("utf8")).toContain("BEGIN CERTIFICATE");
    const list = await desk.revocationList({ name: "line", validityDays: 30, format: "pem" });
    expect(list).toMatchObject({ fileName: "line-1.crl.pem", number: 1, count: 0 });
    for (const file of [chain, request, signed, proof, list])
      expect(bytesOf(file).toString("latin1")).not.toContain("PRIVATE KEY");
    expect(await desk.leftOpen()).toEqual([]);
    await expect(desk.importKey({ name: "bad", base64: chain.base64 })).rejects.toMatchObject({
      code: "pki.bad-import",
    });
  });
});
