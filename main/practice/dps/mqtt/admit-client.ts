import { admitDevice, readHubName } from "../../hub/admit-device.ts";
import { hubParty } from "../../hub/hub-party.ts";
import type { Admit, MqttConnect, MqttParty } from "../../mqtt/mqtt-party.ts";
import type { PracticeCall } from "../calls/call-log.ts";
import type { PracticeService } from "../practice-service.ts";
import type { Exchange } from "../server/exchange.ts";
import { admitRegistration, readRegistrationName } from "./registration-party.ts";

interface AdmitParts {
  readonly service: PracticeService;
  readonly exchange: Exchange;
  readonly save: () => Promise<void>;
}

/** Provisioning service and hubs behind one MQTT door: the user name says who is meant. Every connection is noted. */
export function admitClient(parts: AdmitParts): Admit {
  return (connect) => {
    const startedMs = performance.now();
    const registration = readRegistrationName(connect.username);
    const party =
      registration === undefined ? admitToHub(parts, connect) : admitRegistration(parts, registration, connect);
    parts.service.calls.add({
      ...noted(connect, registration === undefined ? "hub" : "device"),
      method: "CONNECT",
      path: pathOf(connect),
      status: party === undefined ? 401 : 200,
      ms: Math.round((performance.now() - startedMs) * 10) / 10,
    });
    return party;
  };
}

function admitToHub({ service, save }: AdmitParts, connect: MqttConnect): MqttParty | undefined {
  const name = readHubName(connect.username);
  const device = name === undefined ? undefined : admitDevice(service.linkedHubs, name, connect);
  if (device === undefined) return undefined;
  const start = `/${device.hub}/${device.deviceId}`;
  const note = (topic: string, status: number): void => {
    const path = `${start}/${topic.split("?", 1)[0] ?? ""}`.slice(0, 512);
    service.calls.add({ ...noted(connect, "hub"), method: "PUBLISH", path, status, ms: 0 });
  };
  return hubParty({ hubs: service.linkedHubs, save, note }, device);
}

const noted = (
  { transport }: MqttConnect,
  api: PracticeCall["api"],
): Pick<PracticeCall, "at" | "transport" | "api" | "errorCode" | "trackingId" | "fault"> => ({
  at: new Date().toISOString(),
  transport,
  api,
  errorCode: null,
  trackingId: null,
  fault: null,
});

/** The user name without what comes after the ids: versions and client descriptions. */
const pathOf = ({ username }: MqttConnect): string => `/${username.slice(0, 512).replace(/\/\??api-version=.*$/, "")}`;
