import { z } from "zod";
import type { SmpCommand } from "../smp-command.ts";
import { askIdentity, type IdentityContext } from "./ask-identity.ts";
import { identityCommandId, identityGroupId } from "./identity-group.ts";

export const restartCommand = {
  name: "identity restart",
  group: identityGroupId,
  command: identityCommandId.restart,
  operation: "write",
  request: z.object({}),
  reply: z.object({}),
} satisfies SmpCommand<Record<string, never>, object>;

/** The device answers, then restarts and registers with what it was given. */
export async function restartDevice(context: IdentityContext, signal?: AbortSignal): Promise<void> {
  await askIdentity(context, restartCommand, {}, signal);
}
