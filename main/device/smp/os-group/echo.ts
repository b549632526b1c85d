import { randomBytes } from "node:crypto";
import { z } from "zod";
import { linkErrors } from "../../../link/link-errors.ts";
import type { SmpClient } from "../smp-client.ts";
import type { SmpCommand } from "../smp-command.ts";
import { smpCode } from "../smp-outcome.ts";

type EchoRequest = { readonly d: string };

export const echoCommand = {
  name: "os echo",
  group: 0,
  command: 0,
  operation: "write",
  request: z.object({ d: z.string() }),
  reply: z.object({ r: z.string() }),
} satisfies SmpCommand<EchoRequest, { r: string }>;

/**
 * Begins a conversation: once the device has repeated a fresh text, whatever the line still carried from an earlier
 * conversation has gone by. A device without echo (Zephyr can leave it out) is taken as it is.
 */
export async function echoFreshText(client: SmpClient, signal?: AbortSignal): Promise<void> {
  const text = randomBytes(6).toString("base64url");
  // A refusal is let through: it carries no text to compare.
  const accepts = (fields: Readonly<Record<string, unknown>>): boolean => !("r" in fields) || fields["r"] === text;
  const outcome = await client.ask(echoCommand, { d: text }, { signal, accepts });
  if (!outcome.ok && outcome.code !== smpCode.notSupported) {
    throw linkErrors.protocol(`os echo refused with ${outcome.code}`);
  }
}
