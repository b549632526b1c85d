import { z } from "zod";
import type {
  EnrollmentChange,
  ServiceCheck,
  ServiceConflict,
  ServiceOverview,
  StationEvent,
} from "../../api/contract/index.ts";
import type { ServiceDesk } from "../../api/desk.ts";
import type { Errands } from "../../base/async/errands.ts";
import { isStationError } from "../../base/errors/station-error.ts";
import { possibleSolutions } from "../../enrollment/changes/possible-solutions.ts";
import type { ParkedEnrollment } from "../../records/parked-enrollments.ts";
import type { LoadedRecipe } from "../../workflow/recipe/parse-recipe.ts";
import { type RecordedChange, retryParked, settledChange, wantChange } from "../operations/change-enrollment.ts";
import { suggestRegistrationId } from "../operations/new-names.ts";
import { checkService } from "../operations/check-service.ts";
import { settingsByLot } from "../operations/recipe-settings.ts";
import type { ServiceSettings } from "../service-store.ts";
import type { Workshop } from "../workshop.ts";
import { ReconcileJob } from "./reconcile-job.ts";

export interface ServiceWorkOptions {
  readonly workshop: Workshop;
  readonly recipes: ReadonlyMap<string, LoadedRecipe>;
  readonly errands: Errands;
  readonly emit: (event: StationEvent) => void;
}

/** How long a screen waits for its change to be settled before it is told that it waits. */
const patienceMs = 5_000;

/** What the Service screen asks for, of a station at work. */
export class ServiceWork implements ServiceDesk {
  readonly reconcile: ReconcileJob;
  readonly #options: ServiceWorkOptions;
  readonly #closing = new AbortController();
  readonly #stopListening: readonly (() => void)[];
  #announced = "";

  constructor(options: ServiceWorkOptions) {
    this.#options = options;
    const { workshop, emit } = options;
    this.reconcile = new ReconcileJob(workshop, (status) => emit({ type: "reconcile", status }));
    const announce = (): void => this.#announceSoon();
    this.#stopListening = [workshop.enrollmentChanged.on(announce), workshop.queueChanged.on(announce)];
  }

  async close(): Promise<void> {
    this.#closing.abort();
    for (const stop of this.#stopListening) stop();
    await this.reconcile.cancel();
  }

  async overview(): Promise<readonly ServiceOverview[]> {
    const { services, records } = this.#options.workshop;
    const counts = await records.enrollments.countsByService();
    const changes = await records.enrollmentChanges.waiting();
    const names = new Set([...(await services.names()), ...counts.keys()]);
    return Promise.all(
      [...names].sort().map(async (name) => {
        const { queued = 0, enrolled = 0, conflict = 0, rejected = 0 } = counts.get(name) ?? {};
        const numbers = { queued, enrolled, parked: conflict + rejected, conflicts: conflict };
        return { name, ...numbers, changes: changes.get(name) ?? 0, ...(await this.#liveOf(name)) };
      }),
    );
  }

  async conflicts(page: { readonly offset: number; readonly limit: number; readonly service?: string | undefined }) {
    const { rows, total } = await this.#parkedRows("conflict", page);
    return { conflicts: await Promise.all(rows.map((row) => this.#conflictView(row))), total };
  }

  async conflict(registrationId: string): Promise<ServiceConflict | null> {
    const { parked } = this.#options.workshop.records;
    const [row] = await parked.list({ state: "conflict", registrationId, offset: 0, limit: 1 });
    return row === undefined ? null : this.#conflictView(row);
  }

  async #conflictView(row: ParkedEnrollment): Promise<ServiceConflict> {
    const suggested = await suggestRegistrationId(this.#options.workshop.records, row);
    return { ...conflictView(row), suggested };
  }

  async parked(page: { readonly offset: number; readonly limit: number; readonly service?: string | undefined }) {
    const { rows, total } = await this.#parkedRows("rejected", page);
    return { parked: rows.map((row) => ({ ...commonOf(row), attempts: row.attempts })), total };
  }

  async retryParked({ registrationIds, reason, by }: Parameters<ServiceDesk["retryParked"]>[0]): Promise<number> {
    const { workshop } = this.#options;
    const retried = await retryParked(workshop, reason, { by, registrationIds });
    this.#announceSoon();
    return retried;
  }

  async change(wanted: Parameters<ServiceDesk["change"]>[0]): Promise<EnrollmentChange> {
    const { workshop, recipes } = this.#options;
    const { registrationId, act } = wanted;
    const settings = act === "update" ? await settingsByLot(workshop, registrationId, recipes) : undefined;
    const id = await wantChange(workshop, { ...wanted, settings });
    const change = await settledChange(workshop, id, { ms: patienceMs, signal: this.#closing.signal });
    workshop.enrollmentChanged.emit(registrationId);
    return changeView(change);
  }

  async changes(page: Parameters<ServiceDesk["changes"]>[0]) {
    const { changes, total } = await this.#options.workshop.records.enrollmentChanges.list(page);
    return { changes: changes.map(changeView), total };
  }

  async *check(service: string, canary: boolean, signal: AbortSignal): AsyncGenerator<ServiceCheck, void> {
    const { workshop, recipes } = this.#options;
    const lines = checkService(workshop, { service, canary, signal, recipes: [...recipes.values()] });
    for await (const { check, outcome, found, mend } of lines) {
      yield { check, verdict: outcome === "skipped" ? "unknown" : outcome, found, whoMends: mend };
    }
  }

  async #parkedRows(
    state: "conflict" | "rejected",
    page: { readonly offset: number; readonly limit: number; readonly service?: string | undefined },
  ) {
    const { records } = this.#options.workshop;
    const rows = await records.parked.list({ state, ...page });
    const counts = await records.enrollments.countsByService();
    const total = [...counts]
      .filter(([name]) => page.service === undefined || name === page.service)
      .reduce((sum, [, each]) => sum + each[state], 0);
    return { rows, total };
  }

  async #liveOf(name: string) {
    const { queue, connectedServices } = this.#options.workshop;
    const { since, pausedUntil, lastErrors, ...live } = queue.serviceState(name);
    const settings = await this.#settings(name);
    const usable = connectedServices().includes(name);
    return {
      ...live,
      ...(usable ? {} : { state: "none" as const, code: live.code ?? "enrollment.no-service" }),
      since: since?.toISOString() ?? null,
      pausedUntil: pausedUntil?.toISOString() ?? null,
      lastErrors: [...lastErrors],
      host: settings === undefined ? "" : new URL(settings.url).host,
      auth: authOf(settings),
      pacePerMinute: settings?.operationsPerMinute ?? 1,
    };
  }

  /** `undefined`: it is not set up, or what was set up is damaged. */
  async #settings(name: string): Promise<ServiceSettings | undefined> {
    try {
      return await this.#options.workshop.services.find(name);
    } catch (error) {
      if (isStationError(error)) return undefined;
      throw error;
    }
  }

  /** Many entries a second may change: the screens are told only when what waits for people is another number. */
  #announceSoon(): void {
    const { errands, emit, workshop } = this.#options;
    if (this.#closing.signal.aborted) return;
    errands.run("announce what waits for people", async () => {
      const counts = await workshop.records.enrollments.countsByService();
      const parked = [...counts].map(([name, { conflict, rejected }]) => [name, conflict, rejected]);
      const text = JSON.stringify([parked, [...(await workshop.records.enrollmentChanges.waiting())]]);
      if (text === this.#announced) return;
      this.#announced = text;
      emit({ type: "service-work" });
    });
  }
}

const commonOf = ({ registrationId, unit, service, updatedAt, code, detail }: ParkedEnrollment) => ({
  registrationId,
  unit,
  service,
  at: updatedAt,
  code: code ?? "",
  detail: detail ?? "",
});

const conflictView = (row: ParkedEnrollment): Omit<ServiceConflict, "suggested"> => ({
  ...commonOf(row),
  differences: [...(row.differences ?? [])],
  can: [...possibleSolutions(row)],
  solving: row.solving === "adopt" || row.solving === "replace" ? row.solving : null,
});

function changeView(change: RecordedChange): EnrollmentChange {
  const { author, intendedAt, attempts: _, ...shown } = change;
  return { ...shown, by: author, at: intendedAt };
}

const named = z.object({ auth: z.union([z.string(), z.object({ kind: z.string() }).transform(({ kind }) => kind)]) });

/** By its connection string, unless the settings name another way. */
const authOf = (settings: object | undefined): string => named.safeParse(settings).data?.auth ?? "sas";
