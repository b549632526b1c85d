import { describe, expect, it } from "vitest";
import { fromHex } from "../../../../main/base/bytes/bytes.ts";
import { isStationError } from "../../../../main/base/errors/station-error.ts";
import { decodeSmpMap, encodeSmpMap } from "../../../../main/device/smp/smp-map.ts";
import { decodeSmpMessage } from "../../../../main/device/smp/smp-message.ts";
import { readOutcome } from "../../../../main/device/smp/smp-outcome.ts";
import { hostileBytes, propertyTimeoutMs, survives } from "../../../harness/hostile-inputs.ts";

const maps = [
  encodeSmpMap({ d: "hello" }),
  encodeSmpMap({ err: { group: 64, rc: 3 }, off: 12, data: new Uint8Array(40) }),
  fromHex("bf61726568656c6c6fff"),
  // Lengths far beyond what follows, nesting, a break for a value.
  fromHex("a161645affffffff00"),
  fromHex("a161649fbf61619fffffff"),
  fromHex(`a16164${"81".repeat(200)}80`),
  fromHex("a1695f5f70726f746f5f5fa1616101"),
];
const messages = ["0a00000900004200a161646568656c6c6f", "0300000a00000000bf61726568656c6c6fff"].map(fromHex);

describe("SMP, given hostile bytes", () => {
  it(
    "a map is read or refused",
    async () => {
      await survives(hostileBytes(maps), (bytes) => decodeSmpMap(bytes));
      expect({}).not.toHaveProperty("a");
    },
    propertyTimeoutMs,
  );

  it(
    "a message with its map and outcome is read or refused",
    async () => {
      await survives(hostileBytes([...messages, ...maps]), (bytes) => {
        const message = decodeSmpMessage(bytes);
        readOutcome(message, decodeSmpMap(message.body));
      });
      expect(isStationError(caught(() => decodeSmpMessage(new Uint8Array())))).toBe(true);
    },
    propertyTimeoutMs,
  );
});

function caught(task: () => unknown): unknown {
  try {
    return task();
  } catch (error) {
    return error;
  }
}
