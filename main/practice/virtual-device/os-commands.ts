import type { SmpMap } from "../../device/smp/smp-map.ts";
import { answer, type DeviceAnswer } from "./device-answer.ts";
import type { DeviceCore } from "./device-core.ts";

/** Result codes of SMP itself (`mgmt_defines.h`). */
export const smpResult = { badValue: 3, notSupported: 8 } as const;

/** Zephyr's os group, as far as the station uses it. */
export function answerOsCommand(core: DeviceCore, command: number, fields: SmpMap): DeviceAnswer {
  switch (command) {
    case 0:
      return typeof fields["d"] === "string" ? answer({ r: fields["d"] }) : { smpCode: smpResult.badValue };
    case 5:
      return answer();
    case 6:
      return answer({ buf_size: core.parts.bufferBytes, buf_count: 4 });
    default:
      return { smpCode: smpResult.notSupported };
  }
}
