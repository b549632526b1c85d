import { z } from "zod";
import { sleep } from "../../../base/async/sleep.ts";
import { deviceErrors } from "../../device-errors.ts";
import type { SmpClient } from "../smp-client.ts";
import type { SmpCommand } from "../smp-command.ts";
import type { SmpMap } from "../smp-map.ts";
import type { SmpOutcome } from "../smp-outcome.ts";
import { identityError } from "./identity-code.ts";

/** What the commands of one session share. */
export interface IdentityContext {
  readonly client: SmpClient;
  /** For one command that keeps answering "not yet" (making a key, a slow TPM). */
  readonly workTimeoutMs: number;
}

export type Refusal = SmpOutcome & { readonly ok: false };
export type IdentityAnswer<Reply> =
  | { readonly ok: true; readonly reply: Reply }
  | { readonly ok: false; readonly refusal: Refusal };

/** "Not yet": the device goes on working; the same request again after so many milliseconds. */
export const notYetSchema = z.object({ wait: z.int().min(0).max(60_000) });

const shortestPauseMs = 5;
const longestPauseMs = 2000;

/** Asks until the device has a final answer, and gives a refusal as a value. */
export async function askForAnswer<Fields extends SmpMap, Reply>(
  context: IdentityContext,
  command: SmpCommand<Fields, Reply>,
  fields: Fields,
  signal?: AbortSignal,
): Promise<IdentityAnswer<Reply>> {
  const deadline = performance.now() + context.workTimeoutMs;
  for (;;) {
    const outcome = await context.client.ask(command, fields, { signal });
    if (!outcome.ok) return { ok: false, refusal: outcome };
    const notYet = notYetSchema.safeParse(outcome.fields);
    if (!notYet.success) return { ok: true, reply: parseReply(command, outcome.fields) };
    if (performance.now() > deadline) {
      throw deviceErrors.tooSlow(`${command.name}: not done after ${context.workTimeoutMs} ms`);
    }
    await pause(context, notYet.data.wait, signal);
  }
}

/** Ends early when the link does: the next request then says why. */
async function pause({ client }: IdentityContext, wait: number, signal?: AbortSignal): Promise<void> {
  const ms = Math.min(Math.max(wait, shortestPauseMs), longestPauseMs);
  const stop = signal === undefined ? client.ended : AbortSignal.any([signal, client.ended]);
  try {
    await sleep(ms, stop);
  } catch (error) {
    if (!client.ended.aborted) throw error;
  }
}

/** Asks, and throws a refusal as its `device.…` error. */
export async function askIdentity<Fields extends SmpMap, Reply>(
  context: IdentityContext,
  command: SmpCommand<Fields, Reply>,
  fields: Fields,
  signal?: AbortSignal,
): Promise<Reply> {
  const answer = await askForAnswer(context, command, fields, signal);
  if (!answer.ok) throw identityError(command.name, answer.refusal);
  return answer.reply;
}

function parseReply<Fields, Reply>(command: SmpCommand<Fields, Reply>, fields: SmpMap): Reply {
  const parsed = command.reply.safeParse(fields);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ");
  throw deviceErrors.badAnswer(`${command.name}: ${issues}`);
}
