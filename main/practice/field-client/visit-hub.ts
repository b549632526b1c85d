import { createHmac } from "node:crypto";
import type { IClientOptions, MqttClient } from "mqtt";
import { z } from "zod";
import { untilAborted } from "../../base/async/until-aborted.ts";
import { within } from "../../base/async/within.ts";
import { connectTpm } from "../../tpm/tpm.ts";
import { createDeviceToken } from "./device-token.ts";
import { fieldErrors } from "./field-errors.ts";
import { clientCertificate, type Assignment, type DeviceIdentity } from "./register-device.ts";
import { TpmIdentity } from "./tpm-identity.ts";

/** What a device found at its hub. */
export interface HubVisit extends Assignment {
  /** The desired properties of its twin, with `$version`. */
  readonly desired: Readonly<Record<string, unknown>>;
}

const longestMs = 60_000;
const tokenLifetimeMs = 60 * 60 * 1000;
const twinAnswers = "$iothub/twin/res/";
const twinSchema = z.object({ desired: z.record(z.string(), z.unknown()) });

/**
 * What a device's firmware does once it is registered: connects to its hub with its own credentials, gets its twin, reports
 * `reported` and sends one message. MQTT over WebSocket, since a device knows one address only: a practice hub is reached where the
 * practice service is. Throws `field.*`.
 */
export function visitHub(
  device: DeviceIdentity,
  assignment: Assignment,
  reported: Readonly<Record<string, unknown>>,
): Promise<HubVisit> {
  const onTimeout = () => fieldErrors.timedOut(`no answer from the hub within ${longestMs} ms`);
  return within({ ms: longestMs, signal: device.signal, onTimeout }, async (signal) => {
    const options = await connectOptions({ ...device, signal }, assignment);
    // Loaded when a device registers, not with every station.
    const { connect } = await import("mqtt");
    const client = connect(`wss://${device.endpoint}/$iothub/websocket`, options);
    try {
      return await untilAborted(talk(client, assignment, reported), signal);
    } finally {
      client.end(true);
    }
  });
}

async function talk(
  client: MqttClient,
  assignment: Assignment,
  reported: Readonly<Record<string, unknown>>,
): Promise<HubVisit> {
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => undefined);
  client.on("error", (cause) => failed.reject(connectionFailure(cause)));
  client.on("close", () => failed.reject(fieldErrors.unreachable("the hub closed the connection")));
  const during = <Value>(task: Promise<Value>): Promise<Value> => Promise.race([task, failed.promise]);
  const connected = Promise.withResolvers<void>();
  client.once("connect", () => connected.resolve());
  await during(connected.promise);
  const answers = new TwinAnswers(client);
  await during(client.subscribeAsync(`${twinAnswers}#`, { qos: 1 }));
  const { desired } = readTwin(await during(answers.ask("$iothub/twin/GET/", "")));
  await during(answers.ask("$iothub/twin/PATCH/properties/reported/", JSON.stringify(reported)));
  const events = `devices/${assignment.deviceId}/messages/events/`;
  await during(client.publishAsync(events, JSON.stringify({ started: new Date().toISOString() }), { qos: 1 }));
  return { ...assignment, desired };
}

function readTwin(text: string): z.infer<typeof twinSchema> {
  try {
    return twinSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw fieldErrors.malformed("the hub sent a twin that is none", cause);
  }
}

/** Questions to the twin and their answers, told apart by `$rid`. */
class TwinAnswers {
  readonly #client: MqttClient;
  readonly #waiting = new Map<string, PromiseWithResolvers<string>>();

  constructor(client: MqttClient) {
    this.#client = client;
    client.on("message", (topic, payload) => {
      const [, status = "", rid = ""] = /^\$iothub\/twin\/res\/(\d{3})\/\?\$rid=([^&]*)/.exec(topic) ?? [];
      const waiting = this.#waiting.get(rid);
      if (status.startsWith("2")) waiting?.resolve(payload.toString("utf8"));
      else waiting?.reject(fieldErrors.refused(`the hub answered ${status} to the twin`));
    });
  }

  async ask(topic: string, payload: string): Promise<string> {
    const answer = Promise.withResolvers<string>();
    const rid = String(this.#waiting.size + 1);
    this.#waiting.set(rid, answer);
    // It may come to nothing when the connection ends first.
    answer.promise.catch(() => undefined);
    await this.#client.publishAsync(`${topic}?$rid=${rid}`, payload, { qos: 1 });
    return answer.promise;
  }
}

async function connectOptions(device: DeviceIdentity, { assignedHub, deviceId }: Assignment): Promise<IClientOptions> {
  const certificate = clientCertificate(device);
  const sign = certificate === undefined ? await signerOf(device) : undefined;
  const expiresAt = new Date(Date.now() + tokenLifetimeMs);
  const resource = `${assignedHub}/devices/${deviceId}`;
  return {
    clientId: deviceId,
    username: `${assignedHub}/${deviceId}/?api-version=2021-04-12`,
    ...(sign === undefined ? {} : { password: await createDeviceToken(resource, expiresAt, sign, null) }),
    ...(certificate === undefined ? {} : { cert: certificate.chain, key: certificate.key }),
    ca: device.ca,
    protocolVersion: 4,
    clean: true,
    reconnectPeriod: 0,
    connectTimeout: 15_000,
  };
}

/** A TPM signs with the key that came with the assignment. */
async function signerOf({
  tpm,
  symmetricKey,
  registration,
  signal,
}: DeviceIdentity): Promise<(message: Uint8Array) => Promise<Uint8Array>> {
  if (registration.attestation === "tpm" && tpm !== undefined) {
    const identity = new TpmIdentity(await connectTpm(tpm, signal), signal);
    return (message) => identity.sign(message);
  }
  if (symmetricKey === undefined) throw fieldErrors.noIdentity("nothing to prove itself to the hub with");
  return async (message) => createHmac("sha256", symmetricKey).update(message).digest();
}

/** MQTT's own refusals have a numeric code: the hub does not know the device, or not with this key. */
function connectionFailure(cause: Error): Error {
  if ("code" in cause && typeof cause.code === "number") return fieldErrors.refused(`hub: ${cause.message}`, cause);
  return fieldErrors.unreachable(`hub: ${cause.message}`, cause);
}
