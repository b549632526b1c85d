import type { Admit, MqttConnect, MqttParty } from "../../mqtt/mqtt-party.ts";
import type { PracticeService } from "../practice-service.ts";
import type { Exchange } from "../server/exchange.ts";
import { admitRegistration, readRegistrationName } from "./registration-party.ts";

/** Provisioning service and hubs behind one MQTT door: the user name says who is meant. Every connection is noted. */
export function admitClient(parts: { readonly service: PracticeService; readonly exchange: Exchange }): Admit {
  return (connect) => {
    const startedMs = performance.now();
    const registration = readRegistrationName(connect.username);
    const party = registration === undefined ? undefined : admitRegistration(parts, registration, connect);
    note(parts.service, connect, { api: "device", path: pathOf(connect), party, startedMs });
    return party;
  };
}

interface Noted {
  readonly api: "device" | "hub";
  readonly path: string;
  readonly party: MqttParty | undefined;
  readonly startedMs: number;
}

function note(service: PracticeService, connect: MqttConnect, { api, path, party, startedMs }: Noted): void {
  service.calls.add({
    at: new Date().toISOString(),
    transport: connect.transport,
    api,
    method: "CONNECT",
    path,
    status: party === undefined ? 401 : 200,
    ms: Math.round((performance.now() - startedMs) * 10) / 10,
    errorCode: null,
    trackingId: null,
    fault: null,
  });
}

/** The user name without what comes after the ids: versions and client descriptions. */
const pathOf = ({ username }: MqttConnect): string => `/${username.slice(0, 512).split("/").slice(0, 3).join("/")}`;
