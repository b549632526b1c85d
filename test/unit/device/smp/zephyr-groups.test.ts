import { describe, expect, it } from "vitest";
import { silentLog } from "../../../../main/base/log.ts";
import { groupDetails } from "../../../../main/device/smp/enumeration-group/details.ts";
import { listGroups } from "../../../../main/device/smp/enumeration-group/list.ts";
import { readInfo } from "../../../../main/device/smp/os-group/info.ts";
import { commitSettings } from "../../../../main/device/smp/settings-group/commit.ts";
import { deleteSetting } from "../../../../main/device/smp/settings-group/delete.ts";
import { loadSettings } from "../../../../main/device/smp/settings-group/load.ts";
import { readSetting } from "../../../../main/device/smp/settings-group/read.ts";
import { saveSettings } from "../../../../main/device/smp/settings-group/save.ts";
import { writeSetting } from "../../../../main/device/smp/settings-group/write.ts";
import { runShellCommand } from "../../../../main/device/smp/shell-group/exec.ts";
import { SmpClient } from "../../../../main/device/smp/smp-client.ts";
import { decodeSmpMap } from "../../../../main/device/smp/smp-map.ts";
import { decodeSmpMessage } from "../../../../main/device/smp/smp-message.ts";
import { memoryLinkPair } from "../../../../main/link/memory-link.ts";
import { SmpConsoleDecoder } from "../../../../main/link/smp-console/smp-console-decoder.ts";
import { smpConsoleFraming } from "../../../../main/link/smp-console/smp-console-framing.ts";
import type { VirtualDevice } from "../../../../main/practice/virtual-device/virtual-device.ts";
import { scriptedClient } from "./scripted-client.ts";
import { newStockDevice } from "./stock-device.ts";

function clientOf(device: VirtualDevice): SmpClient {
  const { near, far } = memoryLinkPair("groups");
  device.attach(far);
  return new SmpClient(near, { framing: smpConsoleFraming(), requestTimeoutMs: 1000, log: silentLog });
}

const protocols = [{}, { oldProtocol: "answers" }] as const;

describe.each(protocols)("Zephyr's groups (%o)", (how) => {
  it("say what the firmware is", async () => {
    const client = clientOf(newStockDevice("zephyr-fs", how));
    expect(await readInfo(client, "sv")).toBe("Zephyr 4.2.0");
    expect(await readInfo(client, "?")).toBeUndefined();
    expect(await listGroups(client)).toEqual([0, 8, 9, 10]);
    expect((await groupDetails(client))?.map(({ group }) => group)).toEqual([0, 8, 9, 10]);
    await client.close();
  });

  it("run a command and tell its status, a negative one too", async () => {
    const client = clientOf(newStockDevice("zephyr-fs", how));
    expect(await runShellCommand(client, ["kernel", "version"])).toEqual({
      output: "Zephyr version 4.2.0\n",
      status: 0,
    });
    expect(await runShellCommand(client, ["rm", "-rf"])).toMatchObject({ status: -8 });
    await client.close();
  });

  it("keep a setting that is saved, and forget one that is not", async () => {
    const client = clientOf(newStockDevice("zephyr-settings", how));
    const value = Uint8Array.of(1, 2, 3);
    await writeSetting(client, "prov/id", value);
    await loadSettings(client);
    expect(await readSetting(client, "prov/id")).toBeUndefined();
    await writeSetting(client, "prov/id", value);
    await commitSettings(client);
    await saveSettings(client);
    await loadSettings(client);
    expect(await readSetting(client, "prov/id")).toMatchObject({ value });
    await deleteSetting(client, "prov/id");
    await saveSettings(client);
    expect(await readSetting(client, "prov/id")).toBeUndefined();
    await client.close();
  });

  it("refuse what cannot be set", async () => {
    const client = clientOf(newStockDevice("zephyr-settings", how));
    await expect(writeSetting(client, "factory/serial", new Uint8Array(1))).rejects.toMatchObject({
      code: expect.stringMatching(/^device\./),
    });
    await expect(writeSetting(client, "nobody/knows", new Uint8Array(1))).rejects.toMatchObject({
      code: expect.stringMatching(/^device\./),
    });
    await client.close();
  });
});

describe("a setting as long as the limit", () => {
  it("comes with the limit, so that nobody takes the beginning for all of it", async () => {
    const zephyr = { kind: "zephyr-settings", settingsLimits: { value: 32 } } as const;
    const client = clientOf(newStockDevice("zephyr-settings", { zephyr }));
    await writeSetting(client, "prov/host", new Uint8Array(40));
    expect(await readSetting(client, "prov/host")).toEqual({ value: new Uint8Array(32), limit: 32 });
    await client.close();
  });
});

describe("firmware that refuses SMP version 2", () => {
  it.each([12, 13])("with %i is spoken to in version 1 from then on", async (rc) => {
    const versions: number[] = [];
    const client = scriptedClient(({ message }) => {
      versions.push(message.version);
      return message.version === 1 ? { rc } : { output: "Zephyr" };
    });
    expect(await readInfo(client, "s")).toBe("Zephyr");
    expect(await readInfo(client, "s")).toBe("Zephyr");
    expect(versions).toEqual([1, 0, 0]);
    await client.close();
  });
});

/** Requests that nobody here made, to the virtual device. */
describe("the practice device, given published requests", () => {
  it.each([
    ["v2 echo", "ABMKAAAJAABCAKFhZGVoZWxsb0YZ", [1, 3, 0, 0x42, 0], { r: "hello" }],
    ["v1 echo, answered by a real Zephyr 2.5 alike", "ABMCAAAJAAAAAKFhZGVoZWxsbyVv", [0, 3, 0, 0, 0], { r: "hello" }],
    ["v2 params", "AAsIAAABAAABBqBEIw==", [1, 1, 0, 1, 6], { buf_size: 2048, buf_count: 4 }],
    ["v2 settings read", "ABkIAAAPAAMCAKFkbmFtZWhwcm92L3VybPNT", [1, 1, 3, 2, 0], { err: { group: 3, rc: 3 } }],
  ] as const)("%s", async (_, line, header, fields) => {
    const { near, far } = memoryLinkPair("vectors");
    const decoder = new SmpConsoleDecoder();
    const answered = new Promise<Uint8Array>((resolve) => {
      near.listen({
        onBytes: (bytes) => {
          for (const event of decoder.push(bytes)) if (event.type === "message") resolve(event.message);
        },
        onClosed: () => undefined,
      });
    });
    newStockDevice("zephyr-settings").attach(far);
    await near.write(Buffer.from(`\n\u0006\t${line}\n`, "latin1"));
    const message = decodeSmpMessage(await answered);
    const [version, operation, group, sequence, command] = header;
    expect(message).toMatchObject({ version, operation, group, sequence, command });
    expect(decodeSmpMap(message.body)).toEqual(fields);
    await near.close();
  });
});
