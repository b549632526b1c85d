import type { SmpMap } from "../../../device/smp/smp-map.ts";
import { answer, type DeviceAnswer } from "../device-answer.ts";
import type { FlashMemory } from "./flash-memory.ts";
import { smpRefusal, zephyrRefusal } from "./zephyr-answer.ts";

const settingsGroup = 3;
const roots = ["factory/", "prov/"];

const keyTooLong = zephyrRefusal(settingsGroup, 2, smpRefusal.badValue);
const keyNotFound = zephyrRefusal(settingsGroup, 3, smpRefusal.noEntry);
const rootNotFound = zephyrRefusal(settingsGroup, 5, smpRefusal.unknown);
const writeNotSupported = zephyrRefusal(settingsGroup, 6, smpRefusal.unknown);

export interface ZephyrSettingsLimits {
  /** `CONFIG_MCUMGR_GRP_SETTINGS_NAME_LEN`: names must be shorter; 32 if nothing is said. */
  readonly name: number;
  /** `CONFIG_MCUMGR_GRP_SETTINGS_VALUE_LEN`: as much is handed out of a value; 32 if nothing is said. */
  readonly value: number;
}

/** Zephyr's settings group as `settings_mgmt.c` has it: what is written is lost at a restart unless it was saved. */
export class ZephyrSettings {
  readonly #flash: FlashMemory;
  readonly #limits: ZephyrSettingsLimits;
  #unsaved = new Map<string, Uint8Array | undefined>();

  constructor(flash: FlashMemory, limits: ZephyrSettingsLimits) {
    this.#flash = flash;
    this.#limits = limits;
  }

  answer(command: number, isWrite: boolean, fields: SmpMap): DeviceAnswer {
    if (command === 2 && isWrite) return answer();
    if (command === 3) return isWrite ? this.#save() : this.#load();
    const { name } = fields;
    if (typeof name !== "string" || name === "") return { smpCode: smpRefusal.badValue };
    if (name.length >= this.#limits.name) return keyTooLong;
    if (!roots.some((root) => name.startsWith(root))) return rootNotFound;
    if (command === 0 && !isWrite) return this.#read(name, fields);
    if (this.#flash.isFactory(name)) return writeNotSupported;
    if (command === 0) return this.#write(name, fields);
    if (command === 1 && isWrite) {
      this.#unsaved.set(name, undefined);
      return answer();
    }
    return { smpCode: smpRefusal.notSupported };
  }

  #read(name: string, { max_size: wanted = this.#limits.value }: SmpMap): DeviceAnswer {
    const value = this.#unsaved.has(name) ? this.#unsaved.get(name) : this.#flash.get(name);
    if (value === undefined) return keyNotFound;
    const most = Math.min(Number(wanted), this.#limits.value);
    return answer({ val: value.slice(0, most), ...(Number(wanted) > this.#limits.value && { max_size: most }) });
  }

  #write(name: string, { val }: SmpMap): DeviceAnswer {
    if (!(val instanceof Uint8Array)) return { smpCode: smpRefusal.badValue };
    this.#unsaved.set(name, Uint8Array.from(val));
    return answer();
  }

  #save(): DeviceAnswer {
    for (const [name, value] of this.#unsaved) {
      if (value === undefined) this.#flash.delete(name);
      else this.#flash.set(name, value);
    }
    return this.#load();
  }

  #load(): DeviceAnswer {
    this.#unsaved = new Map();
    return answer();
  }
}
