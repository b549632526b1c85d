import { z } from "zod";
import type { SmpClient } from "../smp-client.ts";
import type { SmpCommand } from "../smp-command.ts";

type ParamsReply = { readonly buf_size: number; readonly buf_count?: number | undefined };

export const paramsCommand = {
  name: "os params",
  group: 0,
  command: 6,
  operation: "read",
  request: z.object({}),
  reply: z.object({ buf_size: z.int().min(1).max(0xffff_ffff), buf_count: z.int().min(0).optional() }),
} satisfies SmpCommand<Record<string, never>, ParamsReply>;

/** Bytes of the device's message buffer, length and CRC included; `undefined` if it does not tell. */
export async function readBufferBytes(client: SmpClient, signal?: AbortSignal): Promise<number | undefined> {
  const outcome = await client.ask(paramsCommand, {}, { signal });
  return outcome.ok ? paramsCommand.reply.safeParse(outcome.fields).data?.buf_size : undefined;
}
