import { createHash } from "node:crypto";
import { DpsError } from "../../main/dps/dps-error.ts";
import type { IndividualEnrollment, RegistrationState } from "../../main/dps/schema/individual-enrollment.ts";
import type { EnrollmentService } from "../../main/enrollment/enrollment-service.ts";

export type Call = "put" | "get" | "state";

/** A provisioning service in memory: PUT creates and never overwrites. `onCall` may throw, wait, or do something first. */
export class FakeEnrollmentService implements EnrollmentService {
  readonly entries = new Map<string, IndividualEnrollment>();
  readonly registrations = new Map<string, RegistrationState>();
  readonly calls: string[] = [];
  readonly atOnce: { now: number; most: number } = { now: 0, most: 0 };
  onCall: (call: Call, registrationId: string) => void | Promise<void> = () => undefined;
  /** Runs after a PUT was carried out, before its answer. */
  afterPut: (registrationId: string) => void | Promise<void> = () => undefined;

  async putEnrollment(entry: IndividualEnrollment): Promise<IndividualEnrollment> {
    return this.#counted("put", entry.registrationId, async (key) => {
      if (this.entries.has(key)) {
        throw new DpsError("exists", "PUT: HTTP 409, errorCode 409201", { httpStatus: 409, errorCode: 409_201 });
      }
      const etag = createHash("sha256").update(key).digest("base64");
      this.entries.set(key, { ...entry, etag });
      await this.afterPut(entry.registrationId);
      return { ...entry, etag };
    });
  }

  getEnrollment(registrationId: string): Promise<IndividualEnrollment | undefined> {
    return this.#counted("get", registrationId, (key) => Promise.resolve(this.entries.get(key)));
  }

  getRegistrationState(registrationId: string): Promise<RegistrationState | undefined> {
    return this.#counted("state", registrationId, (key) => Promise.resolve(this.registrations.get(key)));
  }

  async #counted<Value>(call: Call, registrationId: string, task: (key: string) => Promise<Value>): Promise<Value> {
    this.calls.push(`${call} ${registrationId}`);
    this.atOnce.now += 1;
    this.atOnce.most = Math.max(this.atOnce.most, this.atOnce.now);
    try {
      await this.onCall(call, registrationId);
      return await task(registrationId.toLowerCase());
    } finally {
      this.atOnce.now -= 1;
    }
  }
}
