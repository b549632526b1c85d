import { z } from "zod";
import { storedHubDevice } from "../../hub/hub-device.ts";
import { CertificateOwners } from "./certificate-owners.ts";
import { Shelf } from "./shelf.ts";
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

/** Whose certificate it is: entries and groups have ids of their own. */
export const ownerName = (kind: "enrollment" | "group", id: string): string => `${kind}/${id.toLowerCase()}`;

/** Enrollments and registrations by registration id, groups by group id; ids are compared without regard to case. */
export class PracticeStore {
  readonly #enrollments = new Shelf<StoredEnrollment>();
  readonly #groups = new Shelf<StoredGroup>();
  readonly #registrations = new Shelf<StoredRegistration>();
  readonly #certificates = new CertificateOwners();
  #changes = 0;

  constructor(saved?: Pick<SavedService, "enrollments" | "enrollmentGroups" | "registrations">) {
    for (const entry of saved?.enrollments ?? []) this.putEnrollment(entry);
    for (const group of saved?.enrollmentGroups ?? []) this.putGroup(group);
    for (const entry of saved?.registrations ?? []) this.putRegistration(entry);
    this.#changes = 0;
  }

  /** Counts every change; the listener saves before it answers a request that moved it. */
  get changes(): number {
    return this.#changes;
  }

  get enrollmentCount(): number {
    return this.#enrollments.size;
  }

  get groupCount(): number {
    return this.#groups.size;
  }

  /** True if an entry or group other than `owner` has the certificate (Base64 DER). */
  isCertificateTaken(certificate: string, owner: string): boolean {
    return this.#certificates.isTaken(certificate, owner);
  }

  enrollment(registrationId: string): StoredEnrollment | undefined {
    return this.#enrollments.get(registrationId);
  }

  /** In a fixed order: by registration id. */
  enrollments(): readonly StoredEnrollment[] {
    return this.#enrollments.all();
  }

  putEnrollment(entry: StoredEnrollment): void {
    const owner = ownerName("enrollment", entry.registrationId);
    this.#certificates.move(owner, this.#enrollments.get(entry.registrationId), entry);
    this.#enrollments.put(entry.registrationId, entry);
    this.#changes += 1;
  }

  /** The registration goes with its enrollment (UNCONFIRMED for the real service, which keeps the hub's device anyway). */
  deleteEnrollment(registrationId: string): void {
    const owner = ownerName("enrollment", registrationId);
    this.#certificates.move(owner, this.#enrollments.get(registrationId), undefined);
    this.#enrollments.delete(registrationId);
    this.#registrations.delete(registrationId);
    this.#changes += 1;
  }

  group(enrollmentGroupId: string): StoredGroup | undefined {
    return this.#groups.get(enrollmentGroupId);
  }

  /** In a fixed order: by group id. */
  groups(): readonly StoredGroup[] {
    return this.#groups.all();
  }

  putGroup(group: StoredGroup): void {
    const owner = ownerName("group", group.enrollmentGroupId);
    this.#certificates.move(owner, this.#groups.get(group.enrollmentGroupId), group);
    this.#groups.put(group.enrollmentGroupId, group);
    this.#changes += 1;
  }

  /** The registrations go with their group, as with an enrollment (UNCONFIRMED). */
  deleteGroup(enrollmentGroupId: string): void {
    this.#certificates.move(ownerName("group", enrollmentGroupId), this.#groups.get(enrollmentGroupId), undefined);
    this.#groups.delete(enrollmentGroupId);
    for (const { registrationId } of this.groupRegistrations(enrollmentGroupId)) {
      this.#registrations.delete(registrationId);
    }
    this.#changes += 1;
  }

  /** Of the devices that came in by this group, by registration id. */
  groupRegistrations(enrollmentGroupId: string): readonly StoredRegistration[] {
    const wanted = enrollmentGroupId.toLowerCase();
    return this.#registrations.all().filter((entry) => entry.enrollmentGroupId?.toLowerCase() === wanted);
  }

  registration(registrationId: string): StoredRegistration | undefined {
    return this.#registrations.get(registrationId);
  }

  registrations(): readonly StoredRegistration[] {
    return this.#registrations.all();
  }

  putRegistration(entry: StoredRegistration): void {
    this.#registrations.put(entry.registrationId, entry);
    this.#changes += 1;
  }

  deleteRegistration(registrationId: string): void {
    this.#registrations.delete(registrationId);
    this.#changes += 1;
  }
}
