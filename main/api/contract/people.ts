import { oc } from "@orpc/contract";
import { z } from "zod";

export const roleSchema = z.enum(["operator", "qa", "lead", "engineer"]);

/** What a person may do; which call needs which is in `main/api/rights.ts`. */
export const rightSchema = z.enum([
  "run",
  "verify",
  "quality",
  "lots",
  "export",
  "solve",
  "countersign",
  "service",
  "set-up",
  "trust",
  "people",
]);

/** No `@`: names with one are those of the command line. */
export const operatorNameSchema = z
  .string()
  .trim()
  .regex(/^[^@\p{C}]{1,64}$/u);
export const pinSchema = z.string().regex(/^\d{6,12}$/);
export const badgeSchema = z
  .string()
  .trim()
  .regex(/^[\x21-\x7e]{6,128}$/);

/** By the badge's code, or by name and PIN. Written down nowhere, and never sent back. */
export const signInSchema = z.union([
  z.object({ badge: z.string().min(1).max(256) }),
  z.object({ name: z.string().min(1).max(64), pin: z.string().min(1).max(64) }),
]);

/**
 * Member `second` of calls that cannot be undone: another person, with the right to countersign, signs the very call. Left out
 * where nobody has been set up, and refused with `people.second-needed` where somebody has.
 */
export const secondPersonSchema = signInSchema.optional();

export const sessionSchema = z.object({
  /** Nobody has been set up: all may do everything, and nobody is written down. */
  open: z.boolean(),
  /** Who is signed in, also while the screen is locked. */
  operator: z.object({ name: z.string(), role: roleSchema }).nullable(),
  /** What may be done now; empty while locked or nobody is signed in. */
  rights: z.array(rightSchema),
  locked: z.boolean(),
  /** Minutes without a unit or a touch until it locks. */
  lockAfterMinutes: z.number().positive(),
});

export const operatorSchema = z.object({
  name: z.string(),
  role: roleSchema,
  active: z.boolean(),
  hasPin: z.boolean(),
  hasBadge: z.boolean(),
  /** PINs are refused until then: too many were wrong. */
  lockedUntil: z.iso.datetime().nullable(),
});

const secrets = { pin: pinSchema.optional(), badge: badgeSchema.optional() };

/** Who works at the station. One person is signed in at a time, whatever screen it was done at. Event `session` tells of changes. */
export const peopleContract = {
  session: oc.output(sessionSchema),
  /** `people.wrong-sign-in`, `people.locked-out`. */
  signIn: oc.input(signInSchema).output(sessionSchema),
  signOut: oc.output(sessionSchema),
  /** Somebody touches the screen: it does not lock yet. */
  stay: oc.output(sessionSchema),
  /** Names to choose from: active and with a PIN. */
  names: oc.output(z.array(z.string())),
  list: oc.output(z.array(operatorSchema)),
  /** The first must be an engineer. `people.first-engineer`, `people.no-secret`, `records.duplicate-operator`. */
  add: oc.input(z.object({ name: operatorNameSchema, role: roleSchema, ...secrets })).output(z.array(operatorSchema)),
  /** What is left out stays. `people.unknown`, `people.last-engineer`. */
  change: oc
    .input(z.object({ name: operatorNameSchema, role: roleSchema.optional(), ...secrets }))
    .output(z.array(operatorSchema)),
  /** For good: PIN and badge are forgotten, the name stays with what was done. `people.unknown`, `people.last-engineer`. */
  deactivate: oc.input(z.object({ name: operatorNameSchema })).output(z.array(operatorSchema)),
};

export type Role = z.infer<typeof roleSchema>;
export type Right = z.infer<typeof rightSchema>;
export type SignIn = z.infer<typeof signInSchema>;
export type Session = z.infer<typeof sessionSchema>;
export type OperatorView = z.infer<typeof operatorSchema>;
