import type { DeviceDescription } from "../../device/device-session.ts";
import type { TpmChannel } from "../../tpm/tpm-channel.ts";
import { type DeviceState, emptyState, loadState, saveState } from "./device-state.ts";
import { WorkClock } from "./work-clock.ts";

export type Capability = DeviceDescription["capabilities"][number];

export interface DeviceCoreParts {
  readonly model: string;
  readonly serialNumber: string | undefined;
  readonly tpm: TpmChannel | undefined;
  readonly capabilities: readonly Capability[];
  readonly bufferBytes: number;
  readonly savedState: string | undefined;
  readonly onStateChanged: (savedState: string) => void;
}

/** What the commands of one virtual device share: its facts, its flash memory and its clock. */
export class DeviceCore {
  readonly parts: DeviceCoreParts;
  readonly clock = new WorkClock();
  #state: DeviceState;

  constructor(parts: DeviceCoreParts) {
    this.parts = parts;
    this.#state = parts.savedState === undefined ? emptyState : loadState(parts.savedState);
  }

  get state(): DeviceState {
    return this.#state;
  }

  /** One atomic write to the flash memory. */
  update(change: Partial<DeviceState>): void {
    this.#state = { ...this.#state, ...change };
    this.parts.onStateChanged(saveState(this.#state));
  }

  /** The piece of a result that fits into one answer: buffer less framing, header and the other fields. */
  piece(whole: Uint8Array, off: number): { readonly len: number; readonly data: Uint8Array } {
    const roomForOthers = 4 + 8 + 64;
    return { len: whole.length, data: whole.slice(off, off + this.parts.bufferBytes - roomForOthers) };
  }
}
