import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { silentLog } from "../../../main/base/log.ts";
import { openKeyFiles, openKeyFilesText } from "../../../main/station/open-key-files.ts";
import { checkService } from "../../../main/station/operations/check-service.ts";
import { realFactory } from "../../../main/station/start/real-factory.ts";
import { checkKeyFiles } from "../../../main/station/upkeep/find-troubles.ts";
import { openWorkshop } from "../../../main/station/workshop.ts";

const connection = `HostName=dps.invalid;SharedAccessKeyName=line;SharedAccessKey=${Buffer.alloc(32).toString("base64")}`;

describe.skipIf(process.platform === "win32")("files of keys that other users may open", () => {
  let root = "";
  const at = (path: string): string => join(root, path);
  const inWorkshop = async <Value>(task: (workshop: Awaited<ReturnType<typeof openWorkshop>>) => Promise<Value>) => {
    const workshop = await openWorkshop({ root, practice: false, log: silentLog });
    try {
      return await task(workshop);
    } finally {
      await workshop.close();
    }
  };
  const found = () => inWorkshop(({ folder }) => openKeyFiles(folder));

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), "touchmark-open-keys-"));
    await inWorkshop(async ({ authorities, services, signers }) => {
      await services.add({ name: "plant", idScope: "0ne00000001" }, connection);
      await authorities.createPilot("line");
      await signers.create("Line 1", "line");
    });
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    for (const path of readdirSync(root, { recursive: true, encoding: "utf8" }))
      if (statSync(at(path)).isFile()) chmodSync(at(path), 0o600);
  });
  afterAll(() => rmSync(root, { recursive: true }));

  it("are none as the station makes them", async () => {
    expect(await found()).toEqual([]);
    expect(await inWorkshop(({ folder }) => checkKeyFiles(folder)())).toEqual([]);
  });

  it("are each key and each secret, and nothing that is no secret", async () => {
    const keys = ["secrets/station.key", "authorities/line/key.pem", "authorities/line/root-key.pem"];
    const secrets = ["secrets/service-plant.sealed", "signers/signer-1/key.pem"];
    const open = [...keys, ...secrets].toSorted();
    for (const [index, path] of open.entries()) chmodSync(at(path), [0o644, 0o640, 0o602][index % 3] ?? 0);
    for (const path of ["authorities/line/chain.pem", "services/plant.json"]) chmodSync(at(path), 0o644);
    expect(await found()).toEqual(open.map(at));
    const [trouble] = await inWorkshop(({ folder }) => checkKeyFiles(folder)());
    expect(trouble).toMatchObject({ code: "trouble.keys-open", detail: expect.stringContaining("and 2 more") });
    expect(openKeyFilesText([at("secrets/station.key")])).not.toContain("more");
  });

  it("are those that the settings name, but for a group that may read what was handed over so", async () => {
    const [key, pin] = [at("handed-over.key"), at("handed-over.pin")];
    writeFileSync(key, "k");
    writeFileSync(pin, "p");
    vi.stubEnv("TOUCHMARK_SECRET_KEY_FILE", key);
    vi.stubEnv("TOUCHMARK_PKCS11_PIN_FILE", pin);
    chmodSync(key, 0o440);
    chmodSync(pin, 0o644);
    expect(await found()).toEqual([pin]);
    chmodSync(key, 0o420);
    expect(await found()).toEqual([key, pin]);
    vi.stubEnv("TOUCHMARK_SECRET_KEY_FILE", at("nowhere"));
    expect(await found()).toEqual([pin]);
  });

  it("are told in the log of the start, and before anything else by the check of a service", async () => {
    chmodSync(at("secrets/station.key"), 0o644);
    const warnings: string[] = [];
    const warn = (_: object, message: string) => void warnings.push(message);
    const factory = await realFactory({ dataFolder: root, mode: "real", log: { ...silentLog, warn } });
    await factory.close();
    expect(warnings).toEqual([openKeyFilesText([at("secrets/station.key")])]);
    const first = await inWorkshop(async (workshop) => {
      for await (const line of checkService(workshop, { service: "plant", canary: false })) return line;
      return undefined;
    });
    expect(first).toEqual({ check: "files", outcome: "warning", found: warnings[0], mend: "station" });
  });
});
