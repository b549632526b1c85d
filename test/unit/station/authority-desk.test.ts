import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { authoritySchema } from "../../../main/api/contract/index.ts";
import { writeAuthority } from "../../../main/pki/custody/authority-folder.ts";
import { authorityDesk } from "../../../main/station/authority-desk.ts";
import { AuthorityStore } from "../../../main/station/authority-store.ts";
import { SecretStore } from "../../../main/station/secret-store.ts";

describe("authorities on a screen", () => {
  let folder = "";
  let store: AuthorityStore;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "touchmark-desk-"));
    mkdirSync(join(folder, "secrets"));
    store = new AuthorityStore(join(folder, "ca"), new SecretStore(join(folder, "secrets")));
    const { chain } = await store.createPilot("pilot");
    await store.request({ name: "asked", algorithm: "ec-p256", commonName: "Line" });
    const token = { module: "/nowhere/module.so", token: "line", key: "ca" };
    await writeAuthority(join(folder, "ca"), "token", { pilot: false, chain, token });
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it("are shown with what they wait for", async () => {
    const shown = await authorityDesk(store).list();
    expect(shown.map((view) => authoritySchema.parse(view))).toMatchObject([
      { name: "asked", custody: "file", locked: false, subject: null, notAfter: null },
      { name: "pilot", custody: "file", locked: false, pilot: true, subject: "CN=pilot PILOT Line CA", warnings: [] },
      { name: "token", custody: "token", locked: true },
    ]);
  });

  it("say why they cannot be used", async () => {
    await expect(store.get("asked")).rejects.toMatchObject({ code: "pki.not-certified" });
    await expect(store.get("token")).rejects.toMatchObject({ code: "pki.locked" });
    await expect(store.get("nobody")).rejects.toMatchObject({ code: "recipe.no-authority" });
    const unlocking = authorityDesk(store).unlock("token", "123456");
    await expect(unlocking).rejects.toMatchObject({
      code: "pki.token-module",
      detail: expect.not.stringContaining("123456"),
    });
  });
});
