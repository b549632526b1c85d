import { createRouterClient } from "@orpc/server";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { silentLog } from "../../../main/base/log.ts";
import { verifyManifestFile } from "../../../main/station/operations/verify-manifest-file.ts";
import { startStation } from "../../../main/station/start-station.ts";

const folder = mkdtempSync(join(tmpdir(), "touchmark-sealed-practice-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("practice makes its own key, keeps it over a restart, and every seal names the one before", async () => {
  const sealed = async (name: string) => {
    const station = await startStation({ dataFolder: join(folder, "data"), mode: "practice", log: silentLog });
    const client = createRouterClient(station.router);
    try {
      const lots = await client.lots.list();
      let text = "";
      let fileName = "";
      for await (const event of await client.exports.run({ lot: lots[0]?.lot ?? "", format: "sealed" })) {
        if (event.type === "text") text += event.text;
        if (event.type === "done") fileName = event.fileName;
      }
      expect(fileName).toMatch(/^PRACTICE-manifest-.*\.sealed\.jsonl$/);
      writeFileSync(join(folder, name), text);
    } finally {
      await station.close();
    }
    return verifyManifestFile(join(folder, name), []);
  };
  const first = await sealed("first");
  const second = await sealed("second");
  expect([first.findings, second.findings]).toEqual([[], []]);
  expect(first.header).toMatchObject({ practice: true, previous: null });
  expect(second.header?.previous).toMatch(/^[0-9a-f]{64}$/);
  expect(second.signer?.sha256).toBe(first.signer?.sha256);
  expect(second.signer?.subject).toContain("PILOT manifest signer");
}, 60_000);
