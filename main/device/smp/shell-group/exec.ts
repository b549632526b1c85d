import { z } from "zod";
import { deviceErrors } from "../../device-errors.ts";
import { type GroupCodes, groupError } from "../ask-group.ts";
import type { SmpClient } from "../smp-client.ts";
import type { SmpCommand } from "../smp-command.ts";

const shellGroupId = 9;

type ExecRequest = { readonly argv: readonly string[] };
type ExecReply = { readonly o: string; readonly ret?: number | undefined; readonly rc?: number | undefined };

export const execCommand = {
  name: "shell exec",
  group: shellGroupId,
  command: 0,
  operation: "write",
  request: z.object({ argv: z.array(z.string().min(1)).min(1).readonly() }),
  reply: z.object({
    o: z.string(),
    ret: z.int().optional(),
    rc: z.int().optional(),
  }),
} satisfies SmpCommand<ExecRequest, ExecReply>;

/** Result codes of the group (`shell_mgmt.h`). */
const shellCodes: GroupCodes = {
  group: shellGroupId,
  names: { 1: "unknown", 2: "commandTooLong", 3: "emptyCommand" },
  makers: { 2: deviceErrors.tooLarge },
};

export interface ShellResult {
  /** What the command printed, cut at the firmware's `SHELL_BACKEND_DUMMY_BUF_SIZE`. */
  readonly output: string;
  /** 0 when it did what it should. */
  readonly status: number;
}

/** Runs a command of the firmware's shell; it may run twice where an answer is lost. Older firmware tells its status as `rc`. */
export async function runShellCommand(
  client: SmpClient,
  argv: readonly string[],
  signal?: AbortSignal,
): Promise<ShellResult> {
  const outcome = await client.ask(execCommand, { argv }, { signal });
  const reply = execCommand.reply.safeParse(outcome.fields);
  if (reply.success) return { output: reply.data.o, status: reply.data.ret ?? reply.data.rc ?? 0 };
  if (!outcome.ok) throw groupError(execCommand.name, outcome, shellCodes);
  throw deviceErrors.badAnswer(`${execCommand.name}: no output`);
}
