import { createHmac } from "node:crypto";
import { connect, type MqttClient } from "mqtt";
import { describe, expect, it, onTestFinished } from "vitest";
import { decodeSymmetricKey, deriveDeviceKey } from "../../../main/dps/derive-device-key.ts";
import type { PracticeDps } from "../../../main/practice/dps/practice-dps.ts";
import { createDeviceToken } from "../../../main/practice/field-client/device-token.ts";
import { keyGroup } from "./group-fixture.ts";
import { startService } from "./service-fixture.ts";

const master = Buffer.alloc(64, 7).toString("base64");
const register = "$dps/registrations/PUT/iotdps-register/?$rid=1";

async function openDevice(dps: PracticeDps): Promise<MqttClient> {
  const key = deriveDeviceKey(decodeSymmetricKey(master), "sn-1");
  const sign = async (message: Uint8Array) => createHmac("sha256", key).update(message).digest();
  const name = `${dps.idScope}/registrations/sn-1`;
  const client = connect(`mqtts://${dps.mqttEndpoint}`, {
    ca: dps.caPem,
    clientId: "sn-1",
    username: `${name}/api-version=2019-03-31`,
    password: await createDeviceToken(name, new Date(Date.now() + 60_000), sign),
    reconnectPeriod: 0,
    protocolVersion: 4,
  });
  client.on("error", () => undefined);
  onTestFinished(() => client.endAsync(true));
  await new Promise<void>((resolve) => {
    client.once("connect", () => resolve());
  });
  return client;
}

/** What became of a request: the topic of its answer, or that the connection broke. */
async function outcome(client: MqttClient, topic: string, payload: string): Promise<string> {
  const settled = new Promise<string>((resolve) => {
    client.once("message", (answer) => resolve(answer));
    client.once("close", () => resolve("closed"));
  });
  await client.subscribeAsync("$dps/registrations/res/#", { qos: 1 });
  client.publish(topic, payload, { qos: 1 }, () => undefined);
  return settled;
}

describe("faults over MQTT", () => {
  it("break the connection before and after the registration is done", async () => {
    const { dps, client } = await startService();
    await client.putEnrollmentGroup(keyGroup("keys", master));
    dps.faults.resetBeforeCommit(1, "device");
    expect(await outcome(await openDevice(dps), register, "{}")).toBe("closed");
    expect(await client.getRegistrationState("sn-1")).toBeUndefined();
    dps.faults.resetAfterCommit(1, "device");
    expect(await outcome(await openDevice(dps), register, "{}")).toBe("closed");
    expect(await client.getRegistrationState("sn-1")).toMatchObject({ status: "assigned" });
  });

  it("say status and pause in the topic", async () => {
    const { dps, client } = await startService({ retryAfterSeconds: 3, limits: { registrationsPerMinute: 1 } });
    await client.putEnrollmentGroup(keyGroup("keys", master));
    const device = await openDevice(dps);
    expect(await outcome(device, register, "{}")).toBe("$dps/registrations/res/202/?$rid=1&retry-after=3");
    expect(await outcome(device, register, "{}")).toMatch(
      /^\$dps\/registrations\/res\/429\/\?\$rid=1&retry-after=\d+$/,
    );
    dps.limits.use({});
    expect(await outcome(device, register, "{")).toBe("$dps/registrations/res/400/?$rid=1");
    expect(await outcome(device, register, '{"registrationId":"other"}')).toBe("$dps/registrations/res/400/?$rid=1");
    const poll = "$dps/registrations/GET/iotdps-get-operationstatus/?$rid=2&operationId=nothing";
    expect(await outcome(device, poll, " ")).toBe("$dps/registrations/res/404/?$rid=2");
  });

  it("do not outlast the service: what is held back is given up", async () => {
    const { dps, client } = await startService();
    await client.putEnrollmentGroup(keyGroup("keys", master));
    dps.useScenario({ latencyMs: 600_000 });
    const device = await openDevice(dps);
    const closed = new Promise<void>((resolve) => {
      device.once("close", () => resolve());
    });
    await device.publishAsync(register, "{}", { qos: 1 });
    await dps.close();
    await closed;
    expect(await client.getRegistrationState("sn-1").catch(() => "gone")).toBe("gone");
  });
});
