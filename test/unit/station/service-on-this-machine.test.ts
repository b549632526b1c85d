import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { silentLog } from "../../../main/base/log.ts";
import { SecretStore } from "../../../main/station/secret-store.ts";
import { ServiceStore } from "../../../main/station/service-store.ts";

const connectionString = `HostName=localhost;SharedAccessKeyName=owner;SharedAccessKey=${Buffer.from("key").toString("base64")}`;
let folder: string;
let services: ServiceStore;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "touchmark-services-"));
  mkdirSync(join(folder, "secrets"));
  services = new ServiceStore(folder, new SecretStore(join(folder, "secrets")), silentLog);
  await services.add({ name: "dps", idScope: "0ne00000000" }, connectionString);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("a service moved to another machine is no longer on this one, even if somebody asked in that moment", async () => {
  expect(await services.isOnThisMachine("dps")).toBe(true);
  const moving = services.change("dps", { url: "https://prod.azure-devices-provisioning.net" });
  await services.isOnThisMachine("dps");
  await moving;
  expect(await services.isOnThisMachine("dps")).toBe(false);
});

it("a service that was not there is asked for again, and one that was removed is gone", async () => {
  const unknown = { code: "set-up.unknown-service" };
  await expect(services.isOnThisMachine("other")).rejects.toMatchObject(unknown);
  await services.add({ name: "other", idScope: "0ne00000000" }, connectionString);
  expect(await services.isOnThisMachine("other")).toBe(true);
  await services.remove("other");
  await expect(services.isOnThisMachine("other")).rejects.toMatchObject(unknown);
});
