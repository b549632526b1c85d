import { z } from "zod";
import type { HttpAnswer } from "../../dps/http/request.ts";
import { fieldErrors } from "./field-errors.ts";

/** The 401 of a TPM registration: a key sealed to the TPM. */
export const challengeAnswer = z.object({ authenticationKey: z.base64().max(8192), keyName: z.string().optional() });

export const operationAnswer = z.object({
  operationId: z.string().min(1).max(512),
  status: z.enum(["unassigned", "assigning", "assigned", "failed", "disabled"]),
  registrationState: z
    .object({
      assignedHub: z.string().optional(),
      deviceId: z.string().optional(),
      errorCode: z.number().optional(),
      errorMessage: z.string().optional(),
      tpm: z.object({ authenticationKey: z.base64().max(8192) }).optional(),
    })
    .optional(),
});

export type OperationAnswer = z.infer<typeof operationAnswer>;

const refusal = z.object({ errorCode: z.number().optional(), message: z.string().optional() });

/** The body by its schema if it fits, else `field.malformed`. */
export function readAnswer<Schema extends z.ZodType>(schema: Schema, answer: HttpAnswer): z.output<Schema> {
  const parsed = schema.safeParse(parseJson(answer.body));
  if (parsed.success) return parsed.data;
  throw fieldErrors.malformed(`HTTP ${answer.status}: ${parsed.error.issues[0]?.message ?? "unreadable"}`);
}

/** `field.refused` with the service's own code and text. */
export function refusalOf(answer: HttpAnswer): Error {
  const { errorCode, message } = refusal.catch({}).parse(parseJson(answer.body));
  return fieldErrors.refused(`HTTP ${answer.status}, errorCode ${errorCode ?? "none"}: ${message ?? "no message"}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
