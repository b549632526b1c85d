import { deviceErrors } from "../../device-errors.ts";
import type { GroupCodes } from "../ask-group.ts";
import { smpCode, type SmpRefusal } from "../smp-outcome.ts";

/** Zephyr's settings group (smp_group_3.rst). */
export const settingsGroupId = 3;

/** Result codes of the group (`settings_mgmt.h`). */
const settingsCode = {
  unknown: 1,
  keyTooLong: 2,
  keyNotFound: 3,
  readNotSupported: 4,
  rootKeyNotFound: 5,
  writeNotSupported: 6,
  deleteNotSupported: 7,
  saveNotSupported: 8,
} as const;

export const settingsCodes: GroupCodes = {
  group: settingsGroupId,
  names: Object.fromEntries(Object.entries(settingsCode).map(([name, code]) => [code, name])),
  makers: {
    [settingsCode.keyTooLong]: deviceErrors.tooLarge,
    [settingsCode.keyNotFound]: deviceErrors.notSupported,
    [settingsCode.readNotSupported]: deviceErrors.notSupported,
    [settingsCode.rootKeyNotFound]: deviceErrors.notSupported,
    [settingsCode.writeNotSupported]: deviceErrors.notSupported,
    [settingsCode.deleteNotSupported]: deviceErrors.notSupported,
    [settingsCode.saveNotSupported]: deviceErrors.notSupported,
  },
};

/** Whether a refusal says that nothing is stored under the key, in either version's words. */
export const isNoSuchKey = ({ group, code }: SmpRefusal): boolean =>
  group === undefined ? code === smpCode.noEntry : group === settingsGroupId && code === settingsCode.keyNotFound;
