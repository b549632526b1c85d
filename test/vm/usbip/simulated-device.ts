import { type DeviceNames, deviceDescriptor, packetSize, textDescriptor } from "./descriptors.ts";
import { descriptorType, type Setup, standardRequest } from "./usb-requests.ts";

/** An answer to a control transfer: bytes for the host, nothing, or a refusal. */
export type ControlAnswer = Uint8Array | "stall";

/** Takes control requests of a class; the bytes are those the host sent along. */
export type ClassRequests = (setup: Setup, bytes: Uint8Array) => ControlAnswer;

const nothing = new Uint8Array();
const bulkInput = 0x81;

/**
 * The device's side of a bulk pair: packets towards the host wait here until the host asks, packets from the host go to
 * `onBytes`. It can hold its buffers full or halt an endpoint, as real ones do.
 */
export class SimulatedDevice {
  readonly names: DeviceNames;
  readonly configuration: Buffer;
  onBytes: (bytes: Uint8Array) => void = () => undefined;
  /** Told when there is something for the host, or room for what it sends. */
  onReady: () => void = () => undefined;
  readonly packets: Uint8Array[] = [];
  readonly halted = new Set<number>();
  readonly #endsFullPackets: boolean;
  readonly #classRequests: ClassRequests;
  #isFull = false;

  /** `endsFullPackets`: an empty packet follows data that ends with a full one, as drivers with larger buffers need it. */
  constructor(names: DeviceNames, configuration: Buffer, endsFullPackets: boolean, classRequests?: ClassRequests) {
    this.names = names;
    this.configuration = configuration;
    this.#endsFullPackets = endsFullPackets;
    this.#classRequests = classRequests ?? (() => "stall");
  }

  get isFull(): boolean {
    return this.#isFull;
  }

  set isFull(isFull: boolean) {
    this.#isFull = isFull;
    this.onReady();
  }

  /** Forgets what an earlier conversation has left. */
  reset(): void {
    this.packets.length = 0;
    this.halted.clear();
    this.isFull = false;
  }

  say(bytes: Uint8Array): void {
    for (let offset = 0; offset < bytes.length; offset += packetSize) {
      this.packets.push(bytes.slice(offset, offset + packetSize));
    }
    if (this.#endsFullPackets && bytes.length % packetSize === 0) this.packets.push(nothing);
    this.onReady();
  }

  halt(endpoint: number): void {
    this.halted.add(endpoint);
    this.onReady();
  }

  /** Packets for a reading transfer of this length; `undefined` while it has to wait: no short packet, and room left. */
  take(length: number, begun: Uint8Array[]): Uint8Array | undefined {
    for (;;) {
      const size = begun.reduce((sum, packet) => sum + packet.length, 0);
      const isOver = (begun.at(-1)?.length ?? packetSize) < packetSize || size >= length;
      if (isOver) return Buffer.concat(begun);
      const packet = this.packets.shift();
      if (packet === undefined) return undefined;
      begun.push(packet);
    }
  }

  control(setup: Setup, bytes: Uint8Array): ControlAnswer {
    const isStandard = (setup.requestType & 0x60) === 0;
    const answer = isStandard ? this.#standard(setup) : this.#classRequests(setup, bytes);
    return answer === "stall" ? answer : answer.subarray(0, setup.length);
  }

  #standard(setup: Setup): ControlAnswer {
    switch (setup.request) {
      case standardRequest.getDescriptor:
        return this.#descriptor(setup.value) ?? "stall";
      case standardRequest.clearFeature:
        this.halted.delete(setup.index & 0xff);
        return nothing;
      case standardRequest.getStatus:
        return Uint8Array.of(0, 0);
      case standardRequest.getConfiguration:
        return Uint8Array.of(1);
      case standardRequest.setConfiguration:
      case standardRequest.setInterface:
        return nothing;
      default:
        return "stall";
    }
  }

  #descriptor(value: number): Uint8Array | undefined {
    const type = value >> 8;
    if (type === descriptorType.device) return deviceDescriptor(this.names);
    if (type === descriptorType.configuration) return this.configuration;
    return type === descriptorType.text ? textDescriptor(this.names, value & 0xff) : undefined;
  }

  /** Whether an endpoint is the one that brings bytes (the other inputs never say anything). */
  isBulkInput(address: number): boolean {
    return address === bulkInput;
  }
}
