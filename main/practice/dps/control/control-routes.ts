import { z } from "zod";
import { practiceLimits } from "../faults/limits.ts";
import { practiceScenario, scenarioRule } from "../faults/scenario.ts";
import type { PracticeDps } from "../practice-dps.ts";
import { faultOf } from "../server/fault-plan.ts";
import type { PracticeAnswer } from "../server/route.ts";
import { refusals } from "../server/service-refusal.ts";

export interface ControlRequest {
  readonly method: string;
  /** Decoded. */
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
  /** As JSON; `undefined` for none. */
  readonly body: unknown;
}

type Handler = (dps: PracticeDps, request: ControlRequest) => PracticeAnswer;

const done: PracticeAnswer = { status: 204 };
const mostPlanned = 100_000;
const twinPatch = z.record(z.string(), z.json());
const reachable = z.strictObject({ reachable: z.boolean() });
const count = z.coerce.number().int().min(0).optional();

/** By method and path; `*` is any one segment. */
const handlers: Readonly<Record<string, Handler>> = {
  "GET /calls": (dps, { query }) => {
    const after = read(count, query.get("after") ?? undefined);
    const most = read(count, query.get("most") ?? undefined);
    return { status: 200, body: { count: dps.calls.count, calls: dps.calls.since(after, most) } };
  },
  "GET /devices": (dps) => ({ status: 200, body: dps.linkedHubs.show() }),
  "POST /devices/*/*/desired": (dps, { segments: [, hub = "", deviceId = ""], body }) => {
    const device = dps.linkedHubs.desire(hub, deviceId, read(twinPatch, body));
    if (device === undefined) throw refusals.registrationNotFound();
    return { status: 200, body: device };
  },
  "PUT /scenario": (dps, { body }) => {
    dps.useScenario(read(practiceScenario, body));
    return done;
  },
  "DELETE /scenario": (dps) => {
    dps.faults.clear();
    dps.limits.use({});
    return done;
  },
  "POST /faults": (dps, { body }) => {
    const rule = read(scenarioRule, body);
    const times = Math.min(rule.count ?? 1, mostPlanned);
    if (rule.fault === "hub-unauthorized") dps.faults.failAssignments(times);
    else dps.faults.next(times, faultOf(rule), rule.api);
    return done;
  },
  "GET /limits": (dps) => ({ status: 200, body: dps.limits.settings }),
  "PUT /limits": (dps, { body }) => {
    dps.limits.use(read(practiceLimits, body));
    return done;
  },
  "PUT /reachable": (dps, { body }) => {
    dps.setReachable(read(reachable, body).reachable);
    return done;
  },
};

/** Throws a ServiceRefusal for what there is not, or what does not fit. */
export function answerControl(dps: PracticeDps, request: ControlRequest): PracticeAnswer {
  const [first = "", ...rest] = request.segments;
  const path = first === "devices" && rest.length === 3 ? `devices/*/*/${rest[2] ?? ""}` : request.segments.join("/");
  const handler = Object.hasOwn(handlers, `${request.method} /${path}`)
    ? handlers[`${request.method} /${path}`]
    : undefined;
  if (handler === undefined) throw refusals.noSuchRoute();
  return handler(dps, request);
}

function read<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw refusals.badRequest(`${issue?.path.join(".") ?? ""}: ${issue?.message ?? "does not fit"}`);
}
