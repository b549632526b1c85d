import { firstTwin, type HubCredentials, mergePatch, type StoredHubDevice, type TwinPart } from "./hub-device.ts";

/** What a hub shows of a device. */
export interface HubDeviceView {
  readonly hub: string;
  readonly deviceId: string;
  readonly registrationId: string;
  readonly isConnected: boolean;
  /** Since the service was started. */
  readonly connections: number;
  /** ISO 8601; null: not since the service was started. */
  readonly lastSeenAt: string | null;
  readonly messages: number;
  /** The last message's first characters. */
  readonly lastMessage: string | null;
  readonly twin: {
    readonly tags: TwinPart;
    readonly properties: { readonly desired: TwinPart; readonly reported: TwinPart };
  };
}

/** What the provisioning service tells the hub it chose. */
export interface HubAssignment {
  readonly hub: string;
  readonly deviceId: string;
  readonly registrationId: string;
  readonly credentials: HubCredentials;
  readonly initialTwin: TwinPart | undefined;
  /** Where the device was before. */
  readonly from: { readonly hub: string; readonly deviceId: string } | undefined;
  /** What becomes of its twin: kept (taken along from the hub before), or begun anew. */
  readonly twin: "keep" | "begin-anew";
}

interface Presence {
  send: ((patch: TwinPart, version: number) => void) | undefined;
  connections: number;
  lastSeenAt: string | null;
  messages: number;
  lastMessage: string | null;
}

const longestText = 512;
const keyOf = (hub: string, deviceId: string): string => `${hub.toLowerCase()}/${deviceId}`;

/** The devices of all practice hubs: credentials and twins, which are kept, and who is connected, which is not. */
export class PracticeHubs {
  readonly #devices = new Map<string, StoredHubDevice>();
  readonly #presence = new Map<string, Presence>();
  #changes = 0;

  constructor(saved: readonly StoredHubDevice[] = []) {
    for (const device of saved) this.#devices.set(keyOf(device.hub, device.deviceId), device);
  }

  /** Counts every change of what is kept. */
  get changes(): number {
    return this.#changes;
  }

  stored(): readonly StoredHubDevice[] {
    return [...this.#devices.values()];
  }

  find(hub: string, deviceId: string): StoredHubDevice | undefined {
    return this.#devices.get(keyOf(hub, deviceId));
  }

  /** All devices, by hub and device id. */
  show(): readonly HubDeviceView[] {
    return [...this.#devices.values()]
      .sort((a, b) => (keyOf(a.hub, a.deviceId) < keyOf(b.hub, b.deviceId) ? -1 : 1))
      .map((device) => this.#view(device));
  }

  assign({ hub, deviceId, registrationId, credentials, initialTwin, from, twin }: HubAssignment): void {
    const before = from === undefined ? undefined : this.find(from.hub, from.deviceId);
    if (from !== undefined && keyOf(from.hub, from.deviceId) !== keyOf(hub, deviceId)) {
      this.#devices.delete(keyOf(from.hub, from.deviceId));
      this.#presence.delete(keyOf(from.hub, from.deviceId));
    }
    const kept = twin === "keep" ? before?.twin : undefined;
    const device = { hub, deviceId, registrationId, credentials, twin: kept ?? firstTwin(initialTwin) };
    this.#devices.set(keyOf(hub, deviceId), device);
    this.#changes += 1;
  }

  /** The new version of the reported properties. */
  report(device: StoredHubDevice, patch: TwinPart): number {
    return this.#change(device, "reported", patch);
  }

  /** As an operator does: the device is told at once if it listens. `undefined`: no such device. */
  desire(hub: string, deviceId: string, patch: TwinPart): HubDeviceView | undefined {
    const device = this.find(hub, deviceId);
    if (device === undefined) return undefined;
    const version = this.#change(device, "desired", patch);
    this.#presence.get(keyOf(hub, deviceId))?.send?.(patch, version);
    const changed = this.find(hub, deviceId);
    return changed === undefined ? undefined : this.#view(changed);
  }

  /** Returns what to call when the connection has ended. */
  connected({ hub, deviceId }: StoredHubDevice, send: (patch: TwinPart, version: number) => void): () => void {
    const presence = this.#seen(hub, deviceId);
    presence.connections += 1;
    presence.send = send;
    return () => {
      if (presence.send !== send) return;
      presence.send = undefined;
      presence.lastSeenAt = new Date().toISOString();
    };
  }

  message({ hub, deviceId }: StoredHubDevice, payload: Uint8Array): void {
    const presence = this.#seen(hub, deviceId);
    presence.messages += 1;
    presence.lastMessage = Buffer.from(payload.subarray(0, longestText)).toString("utf8");
  }

  #seen(hub: string, deviceId: string): Presence {
    const key = keyOf(hub, deviceId);
    const presence = this.#presence.get(key) ?? {
      send: undefined,
      connections: 0,
      lastSeenAt: null,
      messages: 0,
      lastMessage: null,
    };
    presence.lastSeenAt = new Date().toISOString();
    this.#presence.set(key, presence);
    return presence;
  }

  #change({ hub, deviceId }: StoredHubDevice, part: "desired" | "reported", patch: TwinPart): number {
    const device = this.find(hub, deviceId);
    if (device === undefined) return 0;
    const { values, version } = device.twin[part];
    const changed = { values: mergePatch(values, patch), version: version + 1 };
    this.#devices.set(keyOf(hub, deviceId), { ...device, twin: { ...device.twin, [part]: changed } });
    this.#changes += 1;
    return changed.version;
  }

  #view({ hub, deviceId, registrationId, twin }: StoredHubDevice): HubDeviceView {
    const presence = this.#presence.get(keyOf(hub, deviceId));
    return {
      hub,
      deviceId,
      registrationId,
      isConnected: presence?.send !== undefined,
      connections: presence?.connections ?? 0,
      lastSeenAt: presence?.lastSeenAt ?? null,
      messages: presence?.messages ?? 0,
      lastMessage: presence?.lastMessage ?? null,
      twin: { tags: twin.tags, properties: { desired: shown(twin.desired), reported: shown(twin.reported) } },
    };
  }
}

/** Properties as a hub sends them. */
export const shown = ({ values, version }: { readonly values: TwinPart; readonly version: number }): TwinPart => ({
  ...values,
  $version: version,
});
