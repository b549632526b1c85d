import { z } from "zod";
import { bytesSchema } from "../bytes-schema.ts";
import { groupError, parseReply } from "../ask-group.ts";
import type { SmpClient } from "../smp-client.ts";
import type { SmpCommand } from "../smp-command.ts";
import { smpCode, type SmpRefusal } from "../smp-outcome.ts";
import { fileLengthSchema, fsCode, fsCodes, fsGroupId } from "./fs-group.ts";

type HashRequest = { readonly name: string; readonly type: "sha256" | "crc32" };

/** `output` is a byte string for a hash, a number for a checksum. */
type HashReply = { readonly type: string; readonly len: number; readonly output: Uint8Array | number };

export const hashCommand = {
  name: "fs hash",
  group: fsGroupId,
  command: 2,
  operation: "read",
  request: z.object({ name: z.string(), type: z.enum(["sha256", "crc32"]) }),
  reply: z.object({
    type: z.string(),
    len: fileLengthSchema,
    output: z.union([bytesSchema, z.int().min(0).max(0xffff_ffff)]),
  }),
} satisfies SmpCommand<HashRequest, HashReply>;

export interface FileHash {
  readonly length: number;
  readonly sha256: Uint8Array;
}

/** Length and SHA-256 of a file as the device computes it; `undefined` where it was built without. */
export async function hashFile(client: SmpClient, path: string, signal?: AbortSignal): Promise<FileHash | undefined> {
  const outcome = await client.ask(hashCommand, { name: path, type: "sha256" }, { signal });
  if (!outcome.ok && isWithoutHash(outcome)) return undefined;
  if (!outcome.ok) throw groupError(hashCommand.name, outcome, fsCodes);
  const { type, len, output } = parseReply(hashCommand, outcome.fields);
  return type === "sha256" && output instanceof Uint8Array ? { length: len, sha256: output } : undefined;
}

/** A version 1 server says "bad value" for a hash it does not have (`fs_mgmt_translate_error_code`). */
const isWithoutHash = ({ group, code }: SmpRefusal): boolean =>
  group === undefined
    ? code === smpCode.notSupported || code === smpCode.badValue
    : group === fsGroupId && code === fsCode.noSuchHash;
