import type { DeviceAnswer } from "../device-answer.ts";

/** A refusal by one of Zephyr's groups, and what a version 1 server makes of it (`mg_translate_error`). */
export const zephyrRefusal = (
  group: number,
  code: number,
  legacyCode: number,
  fields?: Readonly<Record<string, unknown>>,
): DeviceAnswer => ({ group, code, legacyCode, ...(fields !== undefined && { fields }) });

/** `mgmt_defines.h` */
export const smpRefusal = { unknown: 1, badValue: 3, noEntry: 5, notSupported: 8, accessDenied: 11 } as const;
