import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { openWorkshop, type Workshop } from "../../../main/station/workshop.ts";
import { silentLog } from "../../../main/base/log.ts";

const hourMs = 3_600_000;
const order = { algorithm: "ec-p256", commonName: "Plant", validityDays: 100 } as const;

describe("authorities and a clock that has fallen behind the records", () => {
  let root = "";
  let workshop: Workshop;
  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), "touchmark-authority-clock-"));
    workshop = await openWorkshop({ root, practice: false, log: silentLog });
    await workshop.authorities.createRoot({ ...order, name: "root" });
    await workshop.authorities.request({ ...order, name: "asked" });
    await workshop.records.audit.append({ act: "authority-made", subject: "root" });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllEnvs();
  });
  afterAll(async () => {
    await workshop.close();
    rmSync(root, { recursive: true });
  });
  const behind = (): Date => {
    const now = new Date(Date.now() - hourMs);
    vi.useFakeTimers({ toFake: ["Date"], now });
    return now;
  };

  it("none is made, certified, completed or taken, no signer and no proof either", async () => {
    const { authorities, signers } = workshop;
    const request = Buffer.from(await authorities.request({ ...order, name: "other" }));
    behind();
    for (const act of [
      () => authorities.createPilot("pilot"),
      () => authorities.createRoot({ ...order, name: "second" }),
      () => authorities.createUnder("root", { ...order, name: "line" }),
      () => authorities.certify("root", request, 100),
      () => authorities.complete("asked", []),
      () => authorities.import("taken", new Uint8Array(), undefined),
      () => authorities.importChain("taken", []),
      () => authorities.attach("token", { module: "m", token: "t", key: "k" }, { certificates: [], pin: "1" }),
      () => signers.create("Line 1", "root"),
      () => authorities.toSign("root"),
    ])
      await expect(act()).rejects.toMatchObject({ code: "pki.clock-behind" });
    expect((await authorities.list()).map(({ name }) => name)).toEqual(["asked", "other", "root"]);
  });

  it("goes on where a person says that the clock had been ahead", async () => {
    vi.stubEnv("TOUCHMARK_CLOCK_SET_AT", behind().toISOString());
    // The root itself was made by the clock that was ahead: it begins an hour from now.
    await expect(workshop.authorities.createPilot("pilot")).resolves.toBeDefined();
  });
});
