import { z } from "zod";
import { deviceErrors } from "../../device-errors.ts";
import type { Registration } from "../../device-session.ts";
import type { SmpCommand } from "../smp-command.ts";
import { askIdentity, type IdentityContext } from "./ask-identity.ts";
import { identityCommandId, identityGroupId } from "./identity-group.ts";

/** What a device keeps to find its provisioning service; the longest values a device must be able to keep. */
export const registrationSchema = z.object({
  endpoint: z.string().min(1).max(128),
  idScope: z.string().min(1).max(32),
  registrationId: z.string().min(1).max(128),
  attestation: z.enum(["tpm", "x509", "symmetric-key"]),
});

type WireRegistration = z.output<typeof registrationSchema>;

const place = { group: identityGroupId, command: identityCommandId.registration } as const;

export const registrationWriteCommand = {
  name: "identity registration write",
  ...place,
  operation: "write",
  request: registrationSchema,
  reply: z.object({}),
} satisfies SmpCommand<WireRegistration, object>;

/** The answer is empty when none was written. */
export const registrationReadCommand = {
  name: "identity registration read",
  ...place,
  operation: "read",
  request: z.object({}),
  reply: registrationSchema.partial(),
} satisfies SmpCommand<Record<string, never>, object>;

export async function writeRegistration(
  context: IdentityContext,
  registration: Registration,
  signal?: AbortSignal,
): Promise<void> {
  const parsed = registrationSchema.safeParse(registration);
  if (!parsed.success) {
    const fields = parsed.error.issues.map((issue) => issue.path.join(".")).join(", ");
    throw deviceErrors.tooLarge(`registration the device cannot keep: ${fields}`);
  }
  await askIdentity(context, registrationWriteCommand, parsed.data, signal);
}

/** `undefined` when none was written. */
export async function readRegistration(
  context: IdentityContext,
  signal?: AbortSignal,
): Promise<Registration | undefined> {
  const reply = await askIdentity(context, registrationReadCommand, {}, signal);
  if (Object.values(reply).every((value) => value === undefined)) return undefined;
  const parsed = registrationSchema.safeParse(reply);
  if (!parsed.success) throw deviceErrors.badAnswer("identity registration read: incomplete");
  return parsed.data;
}
