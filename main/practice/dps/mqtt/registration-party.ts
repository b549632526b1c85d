import type { MqttConnect, MqttMessage, MqttParty } from "../../mqtt/mqtt-party.ts";
import { readDeviceRequest } from "../device/device-request.ts";
import { proveDevice } from "../device/prove-device.ts";
import type { PracticeService } from "../practice-service.ts";
import type { Exchange } from "../server/exchange.ts";
import { refusals, ServiceRefusal } from "../server/service-refusal.ts";
import { sameRegistrationId } from "../service/identifiers.ts";

const responses = "$dps/registrations/res/#";
const requestPattern = /^\$dps\/registrations\/(PUT\/iotdps-register|GET\/iotdps-get-operationstatus)\/\?(.*)$/;
const largestPayload = 96 * 1024;

/** Who a device of the provisioning service says it is, by its user name: `{idScope}/registrations/{id}/api-version=…`. */
export interface RegistrationName {
  readonly idScope: string;
  readonly registrationId: string;
  readonly apiVersion: string;
}

export function readRegistrationName(username: string): RegistrationName | undefined {
  const [, idScope, registrationId, rest] = /^([^/]+)\/registrations\/([^/]+)\/(.*)$/.exec(username) ?? [];
  if (idScope === undefined || registrationId === undefined) return undefined;
  return { idScope, registrationId, apiVersion: new URLSearchParams(rest).get("api-version") ?? "" };
}

/**
 * A device that registers over MQTT: X.509 or symmetric key. A TPM cannot (the protocol has no room for its challenge). Client id
 * and registration id must be the same.
 */
export function admitRegistration(
  { service, exchange }: { readonly service: PracticeService; readonly exchange: Exchange },
  name: RegistrationName,
  connect: MqttConnect,
): MqttParty | undefined {
  const headers = connect.password === undefined ? {} : { authorization: connect.password };
  if (!proves(service, name, connect)) return undefined;
  const path = `/${encodeURIComponent(name.idScope)}/registrations/${encodeURIComponent(name.registrationId)}`;
  const version = `api-version=${encodeURIComponent(name.apiVersion)}`;
  return {
    name: `dps/${name.registrationId.toLowerCase()}`,
    maySubscribe: (filter) => filter === responses,
    mayPublish: (topic) => requestPattern.test(topic),
    receive: async (topic, payload) => {
      const [, operation = "", query = ""] = requestPattern.exec(topic) ?? [];
      const parameters = new URLSearchParams(query);
      const registers = operation.startsWith("PUT");
      const operationId = encodeURIComponent(parameters.get("operationId") ?? "");
      const answer = await exchange.carryOut({
        transport: connect.transport,
        method: registers ? "PUT" : "GET",
        target: `${path}/${registers ? "register" : `operations/${operationId}`}?${version}`,
        headers,
        body: async () => (registers ? readPayload(payload) : undefined),
        clientChain: connect.clientChain,
        isGone: () => false,
      });
      return answer === "cut" ? "cut" : asMessage(answer, parameters.get("$rid") ?? "");
    },
  };
}

function proves(service: PracticeService, name: RegistrationName, connect: MqttConnect): boolean {
  if (!sameRegistrationId(connect.clientId, name.registrationId)) return false;
  try {
    const request = readDeviceRequest(service, {
      method: "CONNECT",
      segments: [],
      parameters: { idScope: name.idScope, registrationId: name.registrationId },
      headers: connect.password === undefined ? {} : { authorization: connect.password },
      body: undefined,
      clientChain: connect.clientChain,
    });
    return proveDevice(service, request).entry.attestation.type !== "tpm";
  } catch (error) {
    if (error instanceof ServiceRefusal) return false;
    throw error;
  }
}

function readPayload(payload: Uint8Array): unknown {
  if (payload.length > largestPayload) throw refusals.tooLarge();
  const text = Buffer.from(payload).toString("utf8").trim();
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw refusals.badRequest("Request body is not JSON.");
  }
}

/** The HTTP answer as MQTT has it: status and Retry-After in the topic, the same body. */
function asMessage(
  answer: {
    readonly status: number;
    readonly headers?: Readonly<Record<string, string>> | undefined;
    readonly body?: unknown;
  },
  rid: string,
): MqttMessage {
  const wait = answer.headers?.["Retry-After"];
  const retry = wait === undefined ? "" : `&retry-after=${wait}`;
  const topic = `$dps/registrations/res/${answer.status}/?$rid=${rid}${retry}`;
  return { topic, payload: JSON.stringify(answer.body ?? {}) };
}
