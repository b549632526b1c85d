import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isStationError } from "../../../../main/base/errors/station-error.ts";
import { groupDetails } from "../../../../main/device/smp/enumeration-group/details.ts";
import { listGroups } from "../../../../main/device/smp/enumeration-group/list.ts";
import { downloadFile } from "../../../../main/device/smp/fs-group/download.ts";
import { hashFile } from "../../../../main/device/smp/fs-group/hash.ts";
import { hashTypes } from "../../../../main/device/smp/fs-group/hash-types.ts";
import { fileLength } from "../../../../main/device/smp/fs-group/status.ts";
import { uploadFile } from "../../../../main/device/smp/fs-group/upload.ts";
import { readInfo } from "../../../../main/device/smp/os-group/info.ts";
import { deleteSetting } from "../../../../main/device/smp/settings-group/delete.ts";
import { loadSettings } from "../../../../main/device/smp/settings-group/load.ts";
import { readSetting } from "../../../../main/device/smp/settings-group/read.ts";
import { writeSetting } from "../../../../main/device/smp/settings-group/write.ts";
import { runShellCommand } from "../../../../main/device/smp/shell-group/exec.ts";
import type { SmpClient } from "../../../../main/device/smp/smp-client.ts";
import type { SmpMap } from "../../../../main/device/smp/smp-map.ts";
import { propertyRuns, propertyTimeoutMs } from "../../../harness/hostile-inputs.ts";
import { scriptedClient } from "./scripted-client.ts";

const commands: Readonly<Record<string, (client: SmpClient) => Promise<unknown>>> = {
  info: (client) => readInfo(client, "i"),
  upload: (client) => uploadFile(client, { path: "/a", content: new Uint8Array(700) }),
  download: (client) => downloadFile(client, "/a"),
  status: (client) => fileLength(client, "/a"),
  hash: (client) => hashFile(client, "/a"),
  hashTypes,
  readSetting: (client) => readSetting(client, "a"),
  writeSetting: (client) => writeSetting(client, "a", new Uint8Array(3)),
  deleteSetting: (client) => deleteSetting(client, "a"),
  loadSettings,
  shell: (client) => runShellCommand(client, ["a"]),
  list: listGroups,
  details: groupDetails,
};

const value = fc.oneof(
  fc.integer({ min: -3, max: 800 }),
  fc.constantFrom(0xffff_ffff, -1, 0),
  fc.uint8Array({ maxLength: 40 }),
  fc.string({ maxLength: 8 }),
  fc.boolean(),
  fc.constant(null),
  fc.array(fc.nat({ max: 70 }), { maxLength: 3 }),
  fc.record({ group: fc.nat({ max: 10 }), rc: fc.nat({ max: 20 }) }, { requiredKeys: [] }),
);
const names = ["off", "len", "data", "val", "max_size", "type", "output", "types", "o", "ret", "rc", "err", "groups"];
const reply: fc.Arbitrary<SmpMap> = fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 5 });

describe("Zephyr's groups, answered with anything", () => {
  it.each(Object.keys(commands))(
    "%s gives a value or a coded failure, and ends",
    async (name) => {
      const property = fc.asyncProperty(fc.array(reply, { minLength: 1, maxLength: 4 }), async (replies) => {
        let asked = 0;
        const client = scriptedClient(() => {
          asked += 1;
          return replies[asked % replies.length];
        }, 4);
        try {
          await commands[name]?.(client);
        } catch (error) {
          if (!isStationError(error)) throw error;
          expect(error.code).toMatch(/^(?:device|link)\./);
        }
        expect(asked).toBeLessThan(400);
        await client.close();
      });
      await fc.assert(property, { numRuns: propertyRuns(20) });
    },
    propertyTimeoutMs,
  );
});
