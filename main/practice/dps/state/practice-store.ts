import { z } from "zod";
import {
  type StoredEnrollment,
  type StoredRegistration,
  storedEnrollment,
  storedRegistration,
} from "./stored-enrollment.ts";

/** The practice service as saved: its identity and everything it knows. Holds secrets, of practice only. */
export const savedService = z.object({
  version: z.literal(1),
  idScope: z.string(),
  policyName: z.string(),
  policyKey: z.base64(),
  hubs: z.array(z.string()).min(1),
  /** The port served last, taken again if it is free, so that devices find the service after a restart. */
  port: z.int().min(1).max(65_535).optional(),
  server: z.object({ caPem: z.string(), certificatePem: z.string(), privateKeyPem: z.string() }),
  enrollments: z.array(storedEnrollment),
  registrations: z.array(storedRegistration),
});

export type SavedService = z.infer<typeof savedService>;

/** Registration ids are compared without regard to case. */
const keyOf = (registrationId: string): string => registrationId.toLowerCase();

/** Enrollments and registrations by registration id. */
export class PracticeStore {
  readonly #enrollments = new Map<string, StoredEnrollment>();
  readonly #registrations = new Map<string, StoredRegistration>();
  #changes = 0;

  constructor(saved?: Pick<SavedService, "enrollments" | "registrations">) {
    for (const entry of saved?.enrollments ?? []) this.#enrollments.set(keyOf(entry.registrationId), entry);
    for (const entry of saved?.registrations ?? []) this.#registrations.set(keyOf(entry.registrationId), entry);
  }

  /** Counts every change; the listener saves before it answers a request that moved it. */
  get changes(): number {
    return this.#changes;
  }

  enrollment(registrationId: string): StoredEnrollment | undefined {
    return this.#enrollments.get(keyOf(registrationId));
  }

  /** In a fixed order: by registration id. */
  enrollments(): readonly StoredEnrollment[] {
    return [...this.#enrollments.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
  }

  putEnrollment(entry: StoredEnrollment): void {
    this.#enrollments.set(keyOf(entry.registrationId), entry);
    this.#changes += 1;
  }

  /** The registration goes with its enrollment (UNCONFIRMED for the real service, which keeps the hub's device anyway). */
  deleteEnrollment(registrationId: string): void {
    this.#enrollments.delete(keyOf(registrationId));
    this.#registrations.delete(keyOf(registrationId));
    this.#changes += 1;
  }

  registration(registrationId: string): StoredRegistration | undefined {
    return this.#registrations.get(keyOf(registrationId));
  }

  registrations(): readonly StoredRegistration[] {
    return [...this.#registrations.values()];
  }

  putRegistration(entry: StoredRegistration): void {
    this.#registrations.set(keyOf(entry.registrationId), entry);
    this.#changes += 1;
  }

  deleteRegistration(registrationId: string): void {
    this.#registrations.delete(keyOf(registrationId));
    this.#changes += 1;
  }
}
