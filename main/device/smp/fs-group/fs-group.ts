import { z } from "zod";
import { deviceErrors } from "../../device-errors.ts";
import type { GroupCodes } from "../ask-group.ts";
import { smpCode, type SmpRefusal } from "../smp-outcome.ts";

/** Zephyr's file system group (smp_group_8.rst). */
export const fsGroupId = 8;

/** Result codes of the group (`fs_mgmt.h`). A version 1 server translates the few that SMP's own codes can say. */
export const fsCode = {
  unknown: 1,
  invalidName: 2,
  notFound: 3,
  isDirectory: 4,
  openFailed: 5,
  seekFailed: 6,
  readFailed: 7,
  truncateFailed: 8,
  deleteFailed: 9,
  writeFailed: 10,
  badOffset: 11,
  offsetBeyondFile: 12,
  noSuchHash: 13,
  noMountPoint: 14,
  readOnly: 15,
  empty: 16,
  closeFailed: 17,
} as const;

/** No file the station handles is longer. */
export const maximumFileBytes = 0xffff;

export const fileLengthSchema = z.int().min(0).max(0xffff_ffff);

export const fsCodes: GroupCodes = {
  group: fsGroupId,
  names: Object.fromEntries(Object.entries(fsCode).map(([name, code]) => [code, name])),
  makers: {
    [fsCode.invalidName]: deviceErrors.notSupported,
    [fsCode.noMountPoint]: deviceErrors.notSupported,
    [fsCode.noSuchHash]: deviceErrors.notSupported,
    [fsCode.readOnly]: deviceErrors.locked,
    [fsCode.openFailed]: deviceErrors.storageFailed,
    [fsCode.truncateFailed]: deviceErrors.storageFailed,
    [fsCode.deleteFailed]: deviceErrors.storageFailed,
    [fsCode.writeFailed]: deviceErrors.storageFailed,
    [fsCode.closeFailed]: deviceErrors.storageFailed,
    [fsCode.badOffset]: deviceErrors.transferLost,
  },
};

/** Whether a refusal says that there is no such file, in either version's words. */
export const isNoSuchFile = ({ group, code }: SmpRefusal): boolean =>
  group === undefined ? code === smpCode.noEntry : group === fsGroupId && code === fsCode.notFound;
