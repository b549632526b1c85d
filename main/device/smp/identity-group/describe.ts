import { z } from "zod";
import { deviceErrors } from "../../device-errors.ts";
import type { DeviceDescription } from "../../device-session.ts";
import type { SmpCommand } from "../smp-command.ts";
import { askIdentity, type IdentityContext } from "./ask-identity.ts";
import { identityCommandId, identityGroupId, identityGroupVersion } from "./identity-group.ts";

export const capabilityNames = [
  "tpm",
  "keys",
  "certificates",
  "symmetric-key",
  "registration",
  "lock",
  "restart",
] as const;

const fact = z.string().min(1).max(64);

const describeReplySchema = z.object({
  version: z.int().min(1),
  /** Names this station does not know are left out: a later device may have more. */
  capabilities: z
    .array(z.string())
    .max(32)
    .transform((names) => capabilityNames.filter((name) => names.includes(name))),
  locked: z.boolean(),
  practice: z.boolean().default(false),
  model: fact.optional(),
  serialNumber: fact.optional(),
  firmware: fact.optional(),
  macAddresses: z.array(fact).max(8).optional(),
});

export const describeCommand = {
  name: "identity describe",
  group: identityGroupId,
  command: identityCommandId.describe,
  operation: "read",
  request: z.object({}),
  reply: describeReplySchema,
} satisfies SmpCommand<Record<string, never>, z.output<typeof describeReplySchema>>;

/** What the device says of itself; `device.not-supported` if it has no identity group or one of another major version. */
export async function describeDevice(context: IdentityContext, signal?: AbortSignal): Promise<DeviceDescription> {
  const { version, ...description } = await askIdentity(context, describeCommand, {}, signal);
  if (version !== identityGroupVersion) {
    throw deviceErrors.notSupported(`identity group version ${version}, the station speaks ${identityGroupVersion}`);
  }
  return description;
}
