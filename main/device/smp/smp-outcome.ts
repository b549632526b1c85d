import { z } from "zod";
import type { SmpMap } from "./smp-map.ts";
import type { SmpMessage } from "./smp-message.ts";

/** SMP's own result codes (`mgmt_defines.h`), of those the station acts on. */
export const smpCode = {
  noMemory: 2,
  badValue: 3,
  noEntry: 5,
  tooLong: 7,
  notSupported: 8,
  busy: 10,
  accessDenied: 11,
  tooOld: 12,
  tooNew: 13,
} as const;

/** From here on a result code of a version 1 answer belongs to the group (`MGMT_ERR_EPERUSER`). */
const firstGroupCode = 256;

/** An answer's map, or its refusal: by SMP itself (`group` absent), or by a group with a code of its own. */
export type SmpOutcome =
  | { readonly ok: true; readonly fields: SmpMap }
  | { readonly ok: false; readonly group?: number; readonly code: number; readonly fields: SmpMap };

export type SmpRefusal = SmpOutcome & { readonly ok: false };

const code = z.int().min(0).max(0xffff_ffff);
const statusSchema = z.object({
  // Signed: a shell of old firmware puts its command's result here.
  rc: z.int().min(-0x8000_0000).max(0xffff_ffff).optional(),
  err: z.object({ group: z.int().min(0).max(0xffff), rc: code }).optional(),
});

/** Reads both error forms: `err` {group, rc} of version 2, and `rc`, which version 2 uses as well for SMP's own codes. */
export function readOutcome(message: SmpMessage, fields: SmpMap): SmpOutcome {
  const { rc, err } = statusSchema.parse(fields);
  if (err !== undefined && err.rc !== 0) return { ok: false, group: err.group, code: err.rc, fields };
  if (rc === undefined || rc === 0) return { ok: true, fields };
  if (rc >= firstGroupCode) return { ok: false, group: message.group, code: rc - firstGroupCode, fields };
  return { ok: false, code: rc, fields };
}
