import { identityCode } from "../../device/smp/identity-group/identity-code.ts";

/** What a command of the virtual device says: a map of fields, or a refusal with a code of a group, the identity group if none is named. */
export type DeviceAnswer =
  | { readonly fields: Readonly<Record<string, unknown>> }
  | {
      readonly code: number;
      readonly group?: number;
      /** What is said instead in SMP version 1; 256 + code if nothing else is. */
      readonly legacyCode?: number;
      readonly fields?: Readonly<Record<string, unknown>>;
    }
  /** Refused by SMP itself (`mgmt_defines.h`), as for a group that is not there. */
  | { readonly smpCode: number };

export const answer = (fields: Readonly<Record<string, unknown>> = {}): DeviceAnswer => ({ fields });
export const refusal = (code: keyof typeof identityCode, fields?: Readonly<Record<string, unknown>>): DeviceAnswer =>
  fields === undefined ? { code: identityCode[code] } : { code: identityCode[code], fields };
