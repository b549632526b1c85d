import { z } from "zod";
import type { MqttMessage, MqttParty } from "../mqtt/mqtt-party.ts";
import type { StoredHubDevice, TwinPart } from "./hub-device.ts";
import { type PracticeHubs, shown } from "./practice-hubs.ts";

const twinGet = "$iothub/twin/GET/";
const twinReport = "$iothub/twin/PATCH/properties/reported/";
const desiredChanged = "$iothub/twin/PATCH/properties/desired/";
const twinAnswers = "$iothub/twin/res/#";
/** Of reported properties, as the manual of the real hub has it. */
const largestTwin = 32 * 1024;
const patchSchema = z.record(z.string(), z.json());

export interface HubPartyParts {
  readonly hubs: PracticeHubs;
  /** Settles when what was changed is on the disk. */
  readonly save: () => Promise<void>;
  /** Told of every message; the status as HTTP's. */
  readonly note: (topic: string, status: number) => void;
}

/** A hub's end of one connected device: its twin, its reports, its messages. Topics of anybody else end the connection. */
export function hubParty({ hubs, save, note }: HubPartyParts, device: StoredHubDevice): MqttParty {
  const events = `devices/${device.deviceId}/messages/events/`;
  const filters = [
    twinAnswers,
    `${desiredChanged}#`,
    "$iothub/methods/POST/#",
    `devices/${device.deviceId}/messages/devicebound/#`,
  ];
  const answer = (topic: string, status: number, body: unknown, version?: number): MqttMessage => {
    note(topic, status);
    const rid = new URLSearchParams(topic.split("?", 2)[1] ?? "").get("$rid") ?? "";
    const suffix = version === undefined ? "" : `&$version=${version}`;
    return {
      topic: `$iothub/twin/res/${status}/?$rid=${rid}${suffix}`,
      payload: body === undefined ? "" : JSON.stringify(body),
    };
  };
  const twin = (topic: string): MqttMessage => {
    const now = hubs.find(device.hub, device.deviceId)?.twin;
    if (now === undefined) return answer(topic, 404, undefined);
    return answer(topic, 200, { desired: shown(now.desired), reported: shown(now.reported) });
  };
  const report = async (topic: string, payload: Uint8Array): Promise<MqttMessage> => {
    const patch = readPatch(payload);
    if (patch === undefined) return answer(topic, 400, undefined);
    try {
      const version = hubs.report(device, patch);
      await save();
      return answer(topic, 204, undefined, version);
    } catch (error) {
      return answer(topic, error instanceof RangeError ? 400 : 500, undefined);
    }
  };
  let leave: (() => void) | undefined;
  return {
    name: `hub/${device.hub.toLowerCase()}/${device.deviceId}`,
    maySubscribe: (filter) => filters.includes(filter),
    mayPublish: (topic) =>
      [twinGet, twinReport, events, "$iothub/methods/res/"].some((start) => topic.startsWith(start)),
    receive: async (topic, payload) => {
      if (topic.startsWith(twinGet)) return twin(topic);
      if (topic.startsWith(twinReport)) return report(topic, payload);
      if (topic.startsWith(events)) hubs.message(device, payload);
      note(topic, 200);
      return undefined;
    },
    joined: (send) => {
      leave = hubs.connected(device, (patch: TwinPart, version) => {
        send({
          topic: `${desiredChanged}?$version=${version}`,
          payload: JSON.stringify({ ...patch, $version: version }),
        });
      });
    },
    left: () => leave?.(),
  };
}

/** `undefined` for anything but a JSON object of a size a twin may have. */
function readPatch(payload: Uint8Array): TwinPart | undefined {
  if (payload.length > largestTwin) return undefined;
  try {
    return patchSchema.safeParse(JSON.parse(Buffer.from(payload).toString("utf8"))).data;
  } catch {
    return undefined;
  }
}
