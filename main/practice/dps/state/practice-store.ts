import { z } from "zod";
import { storedHubDevice } from "../../hub/hub-device.ts";
import {
  type StoredEnrollment,
  type StoredGroup,
  type StoredRegistration,
  storedEnrollment,
  storedGroup,
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
  mqttPort: z.int().min(1).max(65_535).optional(),
  server: z.object({ caPem: z.string(), certificatePem: z.string(), privateKeyPem: z.string() }),
  enrollments: z.array(storedEnrollment),
  enrollmentGroups: z.array(storedGroup).default([]),
  /** CA certificates of the instance by name (PEM), as its owner uploaded and verified them. */
  certificates: z.record(z.string(), z.string()).default({}),
  registrations: z.array(storedRegistration),
  hubDevices: z.array(storedHubDevice).default([]),
});

export type SavedService = z.infer<typeof savedService>;

/** Registration ids and group ids are compared without regard to case. */
const keyOf = (id: string): string => id.toLowerCase();

const inOrder = <Entry>(entries: ReadonlyMap<string, Entry>): readonly Entry[] =>
  [...entries.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);

/** Enrollments and registrations by registration id, groups by group id. */
export class PracticeStore {
  readonly #enrollments = new Map<string, StoredEnrollment>();
  readonly #groups = new Map<string, StoredGroup>();
  readonly #registrations = new Map<string, StoredRegistration>();
  #changes = 0;

  constructor(saved?: Pick<SavedService, "enrollments" | "enrollmentGroups" | "registrations">) {
    for (const entry of saved?.enrollments ?? []) this.#enrollments.set(keyOf(entry.registrationId), entry);
    for (const group of saved?.enrollmentGroups ?? []) this.#groups.set(keyOf(group.enrollmentGroupId), group);
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
    return inOrder(this.#enrollments);
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

  group(enrollmentGroupId: string): StoredGroup | undefined {
    return this.#groups.get(keyOf(enrollmentGroupId));
  }

  /** In a fixed order: by group id. */
  groups(): readonly StoredGroup[] {
    return inOrder(this.#groups);
  }

  putGroup(group: StoredGroup): void {
    this.#groups.set(keyOf(group.enrollmentGroupId), group);
    this.#changes += 1;
  }

  /** The registrations go with their group, as with an enrollment (UNCONFIRMED). */
  deleteGroup(enrollmentGroupId: string): void {
    this.#groups.delete(keyOf(enrollmentGroupId));
    for (const { registrationId } of this.groupRegistrations(enrollmentGroupId)) {
      this.#registrations.delete(keyOf(registrationId));
    }
    this.#changes += 1;
  }

  /** Of the devices that came in by this group, by registration id. */
  groupRegistrations(enrollmentGroupId: string): readonly StoredRegistration[] {
    const wanted = keyOf(enrollmentGroupId);
    return inOrder(this.#registrations).filter((entry) => keyOf(entry.enrollmentGroupId ?? "") === wanted);
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
