import { z } from "zod";
import { jsonText } from "./json-text.ts";

/** What a device proves itself with. */
export const attestation = z.enum(["tpm", "x509", "symmetric-key"]);
/** As the recipe says it. */
export const recipeAttestation = z.enum(["tpm", "x509", "x509-group", "symmetric-key", "symmetric-key-group"]);
export const outcome = z.enum(["running", "pass", "fail", "interrupted"]);
export const enrollmentState = z.enum(["queued", "enrolled", "conflict", "rejected"]);
/** Of a unit: `group` where it is enrolled by its group, and no entry is sent. */
export const unitEnrollmentState = z.enum([...enrollmentState.options, "group"]);
const fact = z.union([z.string(), z.number(), z.boolean()]);
export const facts = jsonText(z.record(z.string(), fact));
/** A text by its code and what is put into it, for any language. */
export const said = z.object({ says: z.string(), facts: z.array(z.string()).readonly() });
export const problem = z.object({
  code: z.string(),
  sentence: z.string(),
  detail: z.string(),
  retry: z.enum(["never", "same-unit", "after-fix"]),
});

export type Attestation = z.infer<typeof attestation>;
export type RecipeAttestation = z.infer<typeof recipeAttestation>;
export type Outcome = z.infer<typeof outcome>;
export type EnrollmentState = z.infer<typeof enrollmentState>;
export type UnitEnrollmentState = z.infer<typeof unitEnrollmentState>;
export type Facts = Readonly<Record<string, z.infer<typeof fact>>>;
export type Said = Readonly<z.infer<typeof said>>;
export type Problem = Readonly<z.infer<typeof problem>>;
