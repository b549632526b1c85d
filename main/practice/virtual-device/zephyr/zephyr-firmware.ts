import type { SmpMap } from "../../../device/smp/smp-map.ts";
import { answer, type DeviceAnswer } from "../device-answer.ts";
import type { DeviceCore } from "../device-core.ts";
import type { DeviceRequest } from "../request-reader.ts";
import { FlashMemory } from "./flash-memory.ts";
import { smpRefusal } from "./zephyr-answer.ts";
import { ZephyrFiles } from "./zephyr-files.ts";
import { identityFiles, identityInFiles, identityInSettings, type WrittenIdentity } from "./zephyr-identity.ts";
import { answerEnumeration, answerInfo, answerShell } from "./zephyr-os.ts";
import { ZephyrSettings, type ZephyrSettingsLimits } from "./zephyr-settings.ts";

export interface ZephyrOptions {
  readonly kind: "zephyr-fs" | "zephyr-settings";
  /** Left out: long enough for a chain, as firmware with its identity in settings must have it. */
  readonly settingsLimits?: Partial<ZephyrSettingsLimits> | undefined;
  /** Whether it computes hashes over files (default: yes). */
  readonly hash?: boolean | undefined;
  /** Whether it hands its private key out to nobody. */
  readonly hidesKey?: boolean | undefined;
  /** What else it keeps from the factory, by path or settings key. */
  readonly contents?: Readonly<Record<string, string>> | undefined;
}

const fileOverhead = 128;

/** Firmware as it comes with Zephyr: its own groups and no identity group. From power-up to power-down. */
export class ZephyrFirmware {
  readonly #core: DeviceCore;
  readonly #kind: ZephyrOptions["kind"];
  readonly #flash: FlashMemory;
  readonly #files: ZephyrFiles;
  readonly #settings: ZephyrSettings;

  constructor(core: DeviceCore, { kind, settingsLimits, hash = true, hidesKey = false, contents }: ZephyrOptions) {
    this.#core = core;
    this.#kind = kind;
    const { model, serialNumber = "", bufferBytes } = core.parts;
    this.#flash =
      kind === "zephyr-fs"
        ? new FlashMemory(core, "file", { "/lfs1/factory/serial.txt": `${serialNumber}\n`, ...contents })
        : new FlashMemory(core, "setting", {
            "factory/serial": `${serialNumber}\0`,
            "factory/model": model,
            ...contents,
          });
    const hidden = hidesKey ? identityFiles.key : undefined;
    this.#files = new ZephyrFiles(this.#flash, { pieceBytes: bufferBytes - fileOverhead, hash, hidden });
    this.#settings = new ZephyrSettings(this.#flash, { name: 32, value: 2048, ...settingsLimits });
  }

  /** What the firmware would register with, were it started now. */
  get identity(): WrittenIdentity {
    return this.#kind === "zephyr-fs" ? identityInFiles(this.#flash) : identityInSettings(this.#flash);
  }

  answer({ group, command, operation, version }: DeviceRequest, fields: SmpMap): DeviceAnswer {
    const isWrite = operation === 2;
    const { model, serialNumber, bufferBytes } = this.#core.parts;
    const groups = [0, this.#kind === "zephyr-fs" ? 8 : 3, 9, 10];
    if (!groups.includes(group)) return { smpCode: smpRefusal.notSupported };
    switch (group) {
      case 3:
        return this.#settings.answer(command, isWrite, fields);
      case 8:
        return this.#files.answer(command, isWrite, fields);
      case 9:
        return answerShell({ model, serialNumber }, fields, version === 0);
      case 10:
        return answerEnumeration(groups, command, fields);
      default:
        return answerOs({ command, model, bufferBytes }, fields);
    }
  }
}

function answerOs(
  { command, model, bufferBytes }: { readonly command: number; readonly model: string; readonly bufferBytes: number },
  fields: SmpMap,
): DeviceAnswer {
  switch (command) {
    case 0:
      return typeof fields["d"] === "string" ? answer({ r: fields["d"] }) : { smpCode: smpRefusal.badValue };
    case 5:
      return answer();
    case 6:
      return answer({ buf_size: bufferBytes, buf_count: 4 });
    case 7:
      return answerInfo(model, fields);
    default:
      return { smpCode: smpRefusal.notSupported };
  }
}
