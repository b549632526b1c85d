import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SecretStore } from "../../../main/station/secret-store.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "touchmark-secrets-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe("SecretStore", () => {
  it("gives a secret back to another process's store, and never holds it in clear", async () => {
    await new SecretStore(folder).put("service-plant", "SharedAccessKey=hush");
    expect(await new SecretStore(folder).get("service-plant")).toBe("SharedAccessKey=hush");
    expect(readFileSync(join(folder, "service-plant.sealed"), "latin1")).not.toContain("hush");
    expect(statSync(join(folder, "station.key")).mode & 0o077).toBe(0);
  });

  it("says what it has not got by undefined", async () => {
    expect(await new SecretStore(folder).get("nothing")).toBeUndefined();
  });

  it("refuses a secret that was renamed: the name is part of the seal", async () => {
    const store = new SecretStore(folder);
    await store.put("one", "secret");
    writeFileSync(join(folder, "two.sealed"), readFileSync(join(folder, "one.sealed")));
    await expect(store.get("two")).rejects.toThrow("set-up.secret");
  });

  it("refuses a damaged or empty file with a code", async () => {
    const store = new SecretStore(folder);
    await store.put("one", "secret");
    writeFileSync(join(folder, "one.sealed"), "");
    await expect(store.get("one")).rejects.toThrow("set-up.secret");
  });

  it("refuses a name that is a path", async () => {
    await expect(new SecretStore(folder).put("../out", "secret")).rejects.toThrow("set-up.secret");
  });
});
