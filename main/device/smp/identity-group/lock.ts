import { z } from "zod";
import type { SmpCommand } from "../smp-command.ts";
import { askIdentity, type IdentityContext } from "./ask-identity.ts";
import { identityCommandId, identityGroupId } from "./identity-group.ts";

export const lockCommand = {
  name: "identity lock",
  group: identityGroupId,
  command: identityCommandId.lock,
  operation: "write",
  request: z.object({}),
  reply: z.object({}),
} satisfies SmpCommand<Record<string, never>, object>;

/** Makes identity and registration final. A locked device says yes again. */
export async function lockDevice(context: IdentityContext, signal?: AbortSignal): Promise<void> {
  await askIdentity(context, lockCommand, {}, signal);
}
