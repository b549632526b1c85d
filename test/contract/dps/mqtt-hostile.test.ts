import { once } from "node:events";
import { connect, type TLSSocket } from "node:tls";
import { assert, asyncProperty, uint8Array } from "fast-check";
import { describe, expect, it, onTestFinished } from "vitest";
import { WebSocket } from "ws";
import type { PracticeDps } from "../../../main/practice/dps/practice-dps.ts";
import { startPracticeDps } from "../../../main/practice/dps/practice-dps.ts";
import { clientFor, startService, tpmEntry } from "./service-fixture.ts";

async function openSocket(dps: PracticeDps): Promise<TLSSocket> {
  const [host = "", port = ""] = dps.mqttEndpoint.split(":");
  const socket = connect({ host, port: Number(port), ca: dps.caPem, servername: "localhost" });
  socket.on("error", () => undefined);
  onTestFinished(() => void socket.destroy());
  await once(socket, "secureConnect");
  return socket;
}

const text = (value: string): Buffer => {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes]);
};

/** MQTT 3.1.1, section 3.1; `level` 4 is that, 5 is the next one. */
function connectPacket(username: string, level = 4): Buffer {
  const head = Buffer.concat([text("MQTT"), Buffer.from([level, 0x82, 0, 30])]);
  const rest = Buffer.concat([head, ...(level === 5 ? [Buffer.from([0])] : []), text("unit-1"), text(username)]);
  return Buffer.concat([Buffer.from([0x10, rest.length]), rest]);
}

describe("the MQTT door", () => {
  it("outlasts any bytes, before and after TLS, and closes", async () => {
    const { dps, client } = await startService();
    const socket = await openSocket(dps);
    await assert(
      asyncProperty(uint8Array({ minLength: 1, maxLength: 200 }), async (bytes) => {
        const other = await openSocket(dps);
        other.end(bytes);
        other.resume();
        await once(other, "close");
      }),
      { numRuns: 15 },
    );
    expect(await client.putEnrollment(tpmEntry("unit-1"))).toMatchObject({ registrationId: "unit-1" });
    socket.write(Buffer.from([0x10, 0xff, 0xff, 0xff, 0x7f]));
    await dps.close();
  });

  it.each([
    ["another protocol level", connectPacket("x", 5), Buffer.from([0x20, 2, 0, 1])],
    [
      "nobody it knows",
      connectPacket("0neTouchmark/registrations/unit-1/api-version=2019-03-31"),
      Buffer.from([0x20, 2, 0, 5]),
    ],
    ["a user name that is none", connectPacket("constructor"), Buffer.from([0x20, 2, 0, 5])],
    [
      "ids that cannot be",
      connectPacket("0neTouchmark/registrations/%2e%2e/api-version=1"),
      Buffer.from([0x20, 2, 0, 5]),
    ],
  ])("refuses %s and hangs up", async (_what, packet, answer) => {
    const { dps } = await startService();
    const socket = await openSocket(dps);
    const parts: Buffer[] = [];
    socket.on("data", (part: Buffer) => parts.push(part));
    socket.write(packet);
    await once(socket, "close");
    expect(Buffer.concat(parts)).toEqual(answer);
  });

  it("takes a WebSocket at its path with its sub-protocol only", async () => {
    const { dps } = await startService();
    const open = async (path: string, protocols: readonly string[]): Promise<string> => {
      const socket = new WebSocket(`wss://${dps.endpoint}${path}`, [...protocols], { ca: dps.caPem });
      onTestFinished(() => socket.terminate());
      return new Promise((resolve) => {
        socket.on("open", () => resolve(socket.protocol));
        socket.on("error", ({ message }) => resolve(message));
      });
    };
    expect(await open("/$iothub/websocket", ["mqtt"])).toBe("mqtt");
    expect(await open("/%24iothub/websocket?iothub-no-client-cert=true", ["mqtt"])).toBe("mqtt");
    expect(await open("/$iothub/websocket", ["amqp"])).toContain("400");
    expect(await open("/other", ["mqtt"])).toContain("404");
  });

  it("takes nobody while the service is unreachable, and settles when it closes before it ever spoke", async () => {
    const dps = await startPracticeDps();
    const client = clientFor(dps, {
      retry: { maximumAttempts: 1, budgetMs: 5000, firstDelayMs: 1, longestDelayMs: 1 },
    });
    const socket = await openSocket(dps);
    dps.setReachable(false);
    await once(socket, "close");
    await expect(client.getEnrollment("unit-1")).rejects.toMatchObject({ reason: "unreachable" });
    await dps.close();
  });
});
