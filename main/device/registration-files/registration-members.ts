import { z } from "zod";
import type { Registration } from "../device-session.ts";

const registrationSchema = z.object({
  endpoint: z.string().min(1),
  idScope: z.string().min(1),
  registrationId: z.string().min(1),
  attestation: z.enum(["tpm", "x509", "symmetric-key"]),
});

/** The registration among other members, or `undefined` if it is not all there. */
export function registrationAmong(members: unknown): Registration | undefined {
  const parsed = registrationSchema.safeParse(members);
  return parsed.success ? parsed.data : undefined;
}
