import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { readSettings } from "../../../main/station/station-settings.ts";

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "touchmark-settings-"));
  path = join(folder, "station.yaml");
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

it("reads name and slots, and nothing where there is no file: the station practises", async () => {
  expect(await readSettings(path)).toBeUndefined();
  writeFileSync(path, "station: Line 2\nslots: [{ name: left, port: /dev/ttyACM0 }]");
  expect(await readSettings(path)).toEqual({ station: "Line 2", slots: [{ name: "left", port: "/dev/ttyACM0" }] });
});

it("knows slots by location, ports that may not be touched, and a station whose slots are still to be taught", async () => {
  writeFileSync(path, 'station: S\nslots: [{ name: a, location: 1-4.2 }]\nports: { deny: ["0c2e:0b61"] }');
  expect(await readSettings(path)).toEqual({
    station: "S",
    slots: [{ name: "a", location: "1-4.2" }],
    ports: { deny: ["0c2e:0b61"] },
  });
  writeFileSync(path, "station: S");
  expect(await readSettings(path)).toEqual({ station: "S", slots: [] });
});

it.each([
  ["no YAML", "{ station"],
  ["a slot with two places", "station: S\nslots: [{ name: a, port: /p, location: 1-4.2 }]"],
  ["a slot without a place", "station: S\nslots: [{ name: a }]"],
  [
    "33 slots",
    `station: S\nslots: [${Array.from({ length: 33 }, (_, n) => `{ name: s${n}, location: 1-${n} }`).join()}]`,
  ],
  ["a word nobody knows", "station: S\nslots: [{ name: a, port: /p }]\nspeed: 9"],
  ["two slots on one port", "station: S\nslots: [{ name: a, port: /p }, { name: b, port: /p }]"],
  ["two slots of one name", "station: S\nslots: [{ name: a, port: /p }, { name: a, port: /q }]"],
])("refuses %s with set-up.settings", async (_name, text) => {
  writeFileSync(path, text);
  await expect(readSettings(path)).rejects.toThrow("set-up.settings");
});
