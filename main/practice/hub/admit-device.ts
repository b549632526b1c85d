import { createHash } from "node:crypto";
import { verifySas } from "../dps/server/verify-sas.ts";
import type { MqttConnect } from "../mqtt/mqtt-party.ts";
import type { StoredHubDevice } from "./hub-device.ts";
import type { PracticeHubs } from "./practice-hubs.ts";

/** Whom a user name of a hub means: `{hub}/{deviceId}/?api-version=…`. */
export interface HubName {
  readonly hub: string;
  readonly deviceId: string;
}

export function readHubName(username: string): HubName | undefined {
  const [, hub, deviceId] = /^([^/]+)\/([^/]+)\/\??api-version=[^/]*$/.exec(username) ?? [];
  return hub === undefined || deviceId === undefined ? undefined : { hub, deviceId };
}

/**
 * The device, if it is registered at that hub and proves it: by a token for `{hub}/devices/{deviceId}` without a policy name, or
 * by the certificate it registered with.
 */
export function admitDevice(hubs: PracticeHubs, name: HubName, connect: MqttConnect): StoredHubDevice | undefined {
  const device = hubs.find(name.hub, name.deviceId);
  if (device === undefined || connect.clientId !== name.deviceId) return undefined;
  const { credentials } = device;
  if (credentials.type === "certificates") {
    const [leaf] = connect.clientChain;
    const shown = leaf === undefined ? "" : createHash("sha256").update(leaf).digest("hex");
    return credentials.thumbprints.includes(shown) ? device : undefined;
  }
  const keys = credentials.keys.map((key) => Buffer.from(key, "base64"));
  const wanted = `${device.hub.toLowerCase()}/devices/${device.deviceId}`;
  const opens = (resource: string): boolean => {
    const [host = "", ...rest] = resource.split("/");
    return [host.toLowerCase(), ...rest].join("/") === wanted;
  };
  return verifySas(connect.password, { policyName: "", keys, opens, now: new Date() }) ? device : undefined;
}
