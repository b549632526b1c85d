import { oc } from "@orpc/contract";
import { z } from "zod";
import { slotNameSchema } from "./line.ts";
import { secondPersonSchema } from "./people.ts";
import { practiceFaultSchema } from "./practice.ts";

/** A port or USB device that is there now. */
export const portSchema = z.object({
  /** What `touchmark provision --port` takes. */
  path: z.string(),
  kind: z.enum(["serial", "usb"]),
  /** Four lower-case hexadecimal digits each. */
  vendorId: z.string().optional(),
  productId: z.string().optional(),
  manufacturer: z.string().optional(),
  serialNumber: z.string().optional(),
  /** The socket: where the system sees it plugged in, whatever device it is. Left out where the system does not know. */
  location: z.string().optional(),
  /** False: never opened, never taught, shown muted. */
  allowed: z.boolean(),
  /** Id of the slot bound to this socket. */
  slot: z.string().nullable(),
  /** What it probably is, by a table of known makes; score 0 to 100. */
  likely: z.object({ name: z.string(), score: z.int().min(0).max(100) }).nullable(),
});

/** A slot as it is set up; how its unit fares is in `line.slots`. */
export const boundSlotSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** The socket it is bound to, in words of the system: a USB location, a path, or `tcp:HOST:PORT`. */
  binding: z.string(),
  /** What is plugged in there now. */
  port: portSchema.nullable(),
});

/** An issuer of endorsement certificates that the plant trusts. */
export const trustedRootSchema = z.object({
  /** SHA-256 of the certificate, lower-case hexadecimal. */
  fingerprint: z.string(),
  subject: z.string(),
  issuer: z.string(),
  notBefore: z.iso.datetime(),
  notAfter: z.iso.datetime(),
});

const place = z.string().min(1).max(512);

/**
 * What a process engineer sets up at the fixture. Event `set-up` says that something of it changed; a slot that comes is told by
 * event `slot`, one that goes by `slot-gone`.
 */
export const setUpContract = {
  slots: oc.output(z.array(boundSlotSchema)),
  ports: oc.output(z.array(portSchema)),
  /**
   * Waits up to 60 s for the next device that is plugged in and binds its socket to the slot of that name, a new one or one that
   * is moved. Aborting the call cancels. One at a time. `slot.teach-timeout`, `slot.teach-busy`, `slot.too-many`.
   */
  teachSlot: oc.input(z.object({ name: slotNameSchema })).output(boundSlotSchema),
  /** `slot.busy` while a unit runs there. */
  forgetSlot: oc.input(z.object({ id: z.string().max(64) })).output(z.array(boundSlotSchema)),
  /** By `path` or `location` of a port in the list; returns the list as it is then. */
  allowPort: oc
    .input(
      z.union([z.object({ path: place, allowed: z.boolean() }), z.object({ location: place, allowed: z.boolean() })]),
    )
    .output(z.array(portSchema)),
  /** Practice mode only: plugs a practice unit into a socket that no slot is bound to; teaching takes it as a real one. */
  plugPracticeUnit: oc
    .input(z.object({ fault: practiceFaultSchema.default("none") }))
    .output(z.object({ path: z.string() })),
  /** Sorted by subject. */
  trustedRoots: oc.output(z.array(trustedRootSchema)),
  /** One DER certificate or a PEM bundle, Base64; returns what was added. `pki.bad-certificate`, `pki.not-authority`. */
  addTrustedRoot: oc.input(z.object({ base64: z.base64().min(1).max(750_000) })).output(z.array(trustedRootSchema)),
  /** Returns what is left. `pki.not-trusted`. */
  removeTrustedRoot: oc
    .input(z.object({ fingerprint: z.string().min(1).max(128), second: secondPersonSchema }))
    .output(z.array(trustedRootSchema)),
};

export type PortView = z.infer<typeof portSchema>;
export type BoundSlot = z.infer<typeof boundSlotSchema>;
export type TrustedRootView = z.infer<typeof trustedRootSchema>;
