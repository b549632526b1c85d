import { createHmac } from "node:crypto";
import { connect, type IClientOptions, type MqttClient } from "mqtt";
import { expect, it, onTestFinished } from "vitest";
import type { PracticeDps } from "../../../main/practice/dps/practice-dps.ts";
import { startService } from "../../contract/dps/service-fixture.ts";
import { sdkRegister } from "../../harness/azure-sdk.ts";

const quick = { assignAfterMs: 20, retryAfterSeconds: 0 };

const token = (resource: string, key: string, seconds = 600): string => {
  const sr = encodeURIComponent(resource);
  const se = Math.floor(Date.now() / 1000) + seconds;
  const mac = createHmac("sha256", Buffer.from(key, "base64")).update(`${sr}\n${se}`).digest("base64");
  return `SharedAccessSignature sr=${sr}&sig=${encodeURIComponent(mac)}&se=${se}`;
};

interface Device {
  readonly hub: string;
  readonly key: string;
}

async function registered(
  dps: PracticeDps,
  client: Awaited<ReturnType<typeof startService>>["client"],
): Promise<Device> {
  await client.putEnrollment({
    registrationId: "unit-1",
    attestation: { type: "symmetricKey" },
    initialTwin: { properties: { desired: { interval: 60 } } },
  });
  const key = (await client.getAttestationMechanism("unit-1"))?.symmetricKey?.primaryKey ?? "";
  const { assignedHub: hub } = await sdkRegister(dps, { registrationId: "unit-1", symmetricKey: key }, "mqtt");
  return { hub, key };
}

function open(dps: PracticeDps, options: IClientOptions): MqttClient {
  const client = connect(`mqtts://${dps.mqttEndpoint}`, {
    ca: dps.caPem,
    reconnectPeriod: 0,
    protocolVersion: 4,
    ...options,
  });
  onTestFinished(() => client.endAsync(true));
  return client;
}

const asDevice = ({ hub, key }: Device): IClientOptions => ({
  clientId: "unit-1",
  username: `${hub}/unit-1/?api-version=2021-04-12`,
  password: token(`${hub}/devices/unit-1`, key),
});

const once = (client: MqttClient, event: "connect" | "close"): Promise<void> =>
  new Promise((resolve) => {
    client.once(event, () => resolve());
  });

const failure = (client: MqttClient): Promise<Error> =>
  new Promise((resolve) => {
    client.once("error", resolve);
  });

function next(client: MqttClient): Promise<{ readonly topic: string; readonly body: unknown }> {
  return new Promise((resolve) => {
    client.once("message", (topic, payload) => {
      resolve({ topic, body: payload.length === 0 ? undefined : JSON.parse(payload.toString()) });
    });
  });
}

it("MQTT.js reads and reports the twin, hears of changes and sends messages", async () => {
  const { dps, client } = await startService(quick);
  const device = await registered(dps, client);
  const mqtt = open(dps, asDevice(device));
  await once(mqtt, "connect");
  await mqtt.subscribeAsync(["$iothub/twin/res/#", "$iothub/twin/PATCH/properties/desired/#"], { qos: 1 });
  const got = next(mqtt);
  await mqtt.publishAsync("$iothub/twin/GET/?$rid=7", "", { qos: 1 });
  expect(await got).toEqual({
    topic: "$iothub/twin/res/200/?$rid=7",
    body: { desired: { interval: 60, $version: 1 }, reported: { $version: 1 } },
  });
  const reported = next(mqtt);
  await mqtt.publishAsync("$iothub/twin/PATCH/properties/reported/?$rid=8", '{"led":{"on":true}}');
  expect(await reported).toEqual({ topic: "$iothub/twin/res/204/?$rid=8&$version=2", body: undefined });
  const told = next(mqtt);
  dps.linkedHubs.desire(device.hub, "unit-1", { interval: 30 });
  expect(await told).toEqual({
    topic: "$iothub/twin/PATCH/properties/desired/?$version=2",
    body: { interval: 30, $version: 2 },
  });
  const wrong = next(mqtt);
  await mqtt.publishAsync("$iothub/twin/PATCH/properties/reported/?$rid=9", "[1]");
  expect((await wrong).topic).toBe("$iothub/twin/res/400/?$rid=9");
  await mqtt.publishAsync("devices/unit-1/messages/events/", '{"t":20.5}', { qos: 1 });
  expect(dps.linkedHubs.show()).toMatchObject([
    {
      isConnected: true,
      messages: 1,
      lastMessage: '{"t":20.5}',
      twin: { properties: { reported: { led: { on: true } } } },
    },
  ]);
  await mqtt.endAsync();
  await expect.poll(() => dps.linkedHubs.show()[0]?.isConnected).toBe(false);
});

it("MQTT.js is disconnected where it publishes elsewhere, and may not listen to others", async () => {
  const { dps, client } = await startService(quick);
  const mqtt = open(dps, asDevice(await registered(dps, client)));
  await once(mqtt, "connect");
  const granted = await mqtt.subscribeAsync("devices/unit-2/messages/devicebound/#", { qos: 1 }).catch(() => "refused");
  expect(granted).toBe("refused");
  const closed = once(mqtt, "close");
  mqtt.on("error", () => undefined);
  mqtt.publish("devices/unit-2/messages/events/", "{}", () => undefined);
  await closed;
  expect(dps.linkedHubs.show()).toMatchObject([{ messages: 0 }]);
});

it.each([
  ["an unknown device", { clientId: "unit-9", username: (hub: string) => `${hub}/unit-9/?api-version=2021-04-12` }],
  ["an unknown hub", { clientId: "unit-1", username: () => "nowhere.test/unit-1/?api-version=2021-04-12" }],
  ["another client id", { clientId: "unit-2", username: (hub: string) => `${hub}/unit-1/?api-version=2021-04-12` }],
  [
    "an expired token",
    { clientId: "unit-1", username: (hub: string) => `${hub}/unit-1/?api-version=2021-04-12`, late: true },
  ],
  ["no user name", { clientId: "unit-1", username: () => "" }],
])("refuses %s with CONNACK 5", async (_what, { clientId, username, ...rest }) => {
  const { dps, client } = await startService(quick);
  const { hub, key } = await registered(dps, client);
  const password = token(`${hub}/devices/unit-1`, key, "late" in rest ? -10 : 600);
  const mqtt = open(dps, { clientId, username: username(hub), password });
  expect(await failure(mqtt)).toMatchObject({ code: 5 });
});
