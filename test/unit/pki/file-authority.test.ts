import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Clock } from "../../../main/base/clock.ts";
import type { CertificateAuthority } from "../../../main/pki/authority/certificate-authority.ts";
import {
  createPilotAuthority,
  listFileAuthorities,
  openFileAuthority,
} from "../../../main/pki/custody/file-authority.ts";

const publicKey = generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export({ type: "spki", format: "der" });
const order = { publicKey, commonName: "unit-1", validityDays: 10, subject: {} };
const passphrase = "pass";

describe("file authority", () => {
  let folder = "";
  let pilot: CertificateAuthority;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "touchmark-ca-"));
    pilot = await createPilotAuthority({ folder, name: "Line-1", passphrase });
  });
  afterAll(() => rm(folder, { recursive: true }));

  it("is marked as a pilot and named so, when made and when opened again", async () => {
    const opened = await openFileAuthority({ folder, name: "Line-1", passphrase });
    expect([pilot.pilot, opened.pilot]).toEqual([true, true]);
    expect(opened.chain).toEqual(pilot.chain);
    expect(await listFileAuthorities(folder)).toMatchObject([
      { name: "Line-1", pilot: true, subject: "CN=Line-1 PILOT Line CA" },
    ]);
  });

  it("says pki.passphrase for a wrong one and does not name it", async () => {
    const opening = openFileAuthority({ folder, name: "Line-1", passphrase: "Pa55-wrong" });
    await expect(opening).rejects.toMatchObject({
      code: "pki.passphrase",
      detail: expect.not.stringContaining("Pa55"),
    });
  });

  it("keeps what is there when the name is taken", async () => {
    const again = createPilotAuthority({ folder, name: "Line-1", passphrase: "other" });
    await expect(again).rejects.toMatchObject({ code: "pki.name-taken" });
    await expect(openFileAuthority({ folder, name: "Line-1", passphrase })).resolves.toBeDefined();
    expect(await readdir(folder)).toEqual(["Line-1"]);
  });

  it.each(["", "..", "a/b", "a b", ".hidden", "x".repeat(64)])("refuses the name %j", async (name) => {
    await expect(createPilotAuthority({ folder, name, passphrase })).rejects.toMatchObject({ code: "pki.bad-name" });
    await expect(openFileAuthority({ folder, name, passphrase })).rejects.toMatchObject({ code: "pki.bad-name" });
  });

  it("says pki.no-authority, and lists none, where there is none", async () => {
    const opening = openFileAuthority({ folder, name: "other", passphrase });
    await expect(opening).rejects.toMatchObject({ code: "pki.no-authority" });
    expect(await listFileAuthorities(join(folder, "nowhere"))).toEqual([]);
  });

  it("says pki.damaged-authority when a file is not what it should be", async () => {
    await createPilotAuthority({ folder, name: "broken", passphrase });
    await writeFile(join(folder, "broken", "authority.json"), "{");
    const opening = openFileAuthority({ folder, name: "broken", passphrase });
    await expect(opening).rejects.toMatchObject({ code: "pki.damaged-authority" });
    await rm(join(folder, "broken"), { recursive: true });
  });

  it.each([
    { ...order, commonName: "" },
    { ...order, commonName: "x".repeat(65) },
    { ...order, commonName: "unit\u0000" },
    { ...order, validityDays: 0 },
    { ...order, validityDays: 1.5 },
    { ...order, serialNumber: "1234" },
    { ...order, serialNumber: "0x12345678901234567890" },
    { ...order, serialNumber: "f".repeat(40) },
  ])("refuses the order %j", async (wrong) => {
    await expect(pilot.issueDeviceCertificate(wrong)).rejects.toMatchObject({ code: "pki.bad-order" });
  });

  it("refuses a key it does not know", async () => {
    const ed25519 = generateKeyPairSync("ed25519").publicKey.export({ type: "spki", format: "der" });
    const wrong = pilot.issueDeviceCertificate({ ...order, publicKey: ed25519 });
    await expect(wrong).rejects.toMatchObject({ code: "pki.bad-algorithm" });
  });

  it("does not sign when it has run out itself", async () => {
    const clock: Clock = { now: () => new Date("2099-01-01T00:00:00Z"), monotonicMs: () => 0 };
    const late = await openFileAuthority({ folder, name: "Line-1", passphrase, clock });
    await expect(late.issueDeviceCertificate(order)).rejects.toMatchObject({ code: "pki.expired" });
  });
});
