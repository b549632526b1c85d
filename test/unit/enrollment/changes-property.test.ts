import * as fc from "fast-check";
import { expect, it } from "vitest";
import { silentLog } from "../../../main/base/log.ts";
import { DpsError } from "../../../main/dps/dps-error.ts";
import type { IndividualEnrollment } from "../../../main/dps/schema/individual-enrollment.ts";
import { EnrollmentQueue } from "../../../main/enrollment/enrollment-queue.ts";
import type { ChangeableService } from "../../../main/enrollment/enrollment-service.ts";
import { openRecords } from "../../../main/records/records.ts";
import { passUnit, SetClock, sampleLot } from "../../harness/sample-records.ts";

const id = "reg-u1";
const foreignKey = Buffer.alloc(316, 7).toString("base64");

interface Options {
  readonly signal: AbortSignal;
  readonly ifMatch?: string | undefined;
}

/** One entry with etags, of which answers can be lost after they were carried out. */
class OneEntryService implements ChangeableService {
  entry: IndividualEnrollment | undefined;
  lost = 0;
  /** Writes by the station over an entry of another device. */
  overwritten = 0;
  #tag = 0;

  outside(entry: IndividualEnrollment | undefined): void {
    this.#tag += 1;
    this.entry = entry && { ...entry, etag: `etag-${this.#tag}` };
  }

  putEnrollment(entry: IndividualEnrollment, { ifMatch }: Options) {
    if (this.entry !== undefined && ifMatch === undefined) return refuse("exists");
    if (ifMatch !== undefined && this.entry?.etag !== ifMatch) return refuse("etag");
    this.#noteOverwriting();
    this.outside(entry);
    return this.#answer({ ...entry, etag: `etag-${this.#tag}` });
  }

  deleteEnrollment(_id: string, { ifMatch }: Options): Promise<void> {
    if (this.entry === undefined || this.entry.etag !== ifMatch) return refuse("etag");
    this.#noteOverwriting();
    this.outside(undefined);
    return this.#answer(undefined);
  }

  getEnrollment() {
    return this.#answer(this.entry);
  }

  getRegistrationState() {
    return Promise.resolve(undefined);
  }

  #noteOverwriting(): void {
    if (this.entry?.attestation.tpm?.endorsementKey === foreignKey) this.overwritten += 1;
  }

  #answer<Value>(value: Value): Promise<Value> {
    if (this.lost === 0) return Promise.resolve(value);
    this.lost -= 1;
    return Promise.reject(new DpsError("unreachable", "read ECONNRESET", { mayHaveActed: true }));
  }
}

const refuse = (reason: "exists" | "etag"): Promise<never> => Promise.reject(new DpsError(reason, reason));

const act = fc.constantFrom("disable", "enable", "delete", "adopt", "replace", "retry" as const);
const happening = fc.oneof(
  act.map((wanted) => ({ kind: "want", wanted }) as const),
  fc.constantFrom("gone", "foreign", "renamed", "disabled", "ours").map((how) => ({ kind: "outside", how }) as const),
  fc.integer({ min: 1, max: 3 }).map((answers) => ({ kind: "lose", answers }) as const),
  fc.constant({ kind: "flush" } as const),
);

it("whatever happens: every change ends, nobody else's entry is written but by replace, and records say what is there", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { maxLength: 25 }), async (happenings) => {
      const clock = new SetClock();
      const records = await openRecords({ file: ":memory:", practice: true, clock });
      await records.lots.open(sampleLot);
      await passUnit(records, "U1");
      const ours = (await records.enrollments.get(id))?.entry as IndividualEnrollment;
      const service = new OneEntryService();
      const queue = new EnrollmentQueue({
        store: records.enrollments,
        changes: records.enrollmentChanges,
        serviceFor: () => service,
        clock,
        log: silentLog,
        onChanged: () => undefined,
        onStatus: () => undefined,
        random: () => 1,
      });
      const flush = async (): Promise<void> => {
        await queue.flush();
        await queue.flushChanges();
      };
      const outsides = {
        gone: undefined,
        foreign: { ...ours, attestation: { type: "tpm" as const, tpm: { endorsementKey: foreignKey } } },
        renamed: { ...ours, deviceId: "other" },
        disabled: { ...ours, provisioningStatus: "disabled" as const },
        ours,
      };
      let replaces = 0;
      for (const happened of happenings) {
        if (happened.kind === "lose") service.lost = happened.answers;
        else if (happened.kind === "outside") service.outside(outsides[happened.how]);
        else if (happened.kind === "flush") await flush();
        else {
          replaces += happened.wanted === "replace" ? 1 : 0;
          await records.enrollmentChanges.intend({
            registrationId: id,
            act: happened.wanted,
            reason: "r",
            author: "a",
          });
        }
      }
      service.lost = 0;
      for (let round = 0; round < 4; round += 1) await flush();
      const { changes } = await records.enrollmentChanges.list({ offset: 0, limit: 100 });
      expect(changes.filter(({ state }) => state === "waiting")).toEqual([]);
      expect(service.overwritten).toBeLessThanOrEqual(replaces);
      // What is done last, with nothing from outside after it, is what both say.
      const quiet = !happenings.slice(lastWant(happenings)).some(({ kind }) => kind === "outside");
      const [last] = changes;
      const record = await records.enrollments.get(id);
      if (quiet && last?.state === "done" && record?.state === "enrolled" && last.act !== "retry") {
        if (record.deletedAt !== null) expect(service.entry).toBeUndefined();
        else expect(pick(service.entry)).toEqual(pick(record.entry));
      }
      await queue.stop();
      await records.close();
    }),
    { numRuns: 25 },
  );
});

/** A change touches what it is about: a device id that somebody else set stays, and reconcile tells of it. */
function pick(entry: unknown): object {
  const { attestation, provisioningStatus = "enabled" } = Object(entry);
  return { attestation, provisioningStatus };
}

function lastWant(happenings: readonly { readonly kind: string }[]): number {
  return Math.max(
    0,
    happenings.findLastIndex(({ kind }) => kind === "want"),
  );
}
