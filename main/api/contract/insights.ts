import { oc } from "@orpc/contract";
import { z } from "zod";

/** `2026-11-23`: the plant's day, from its first shift to the next morning's. */
const daySchema = z.iso.date();

export const insightWindowSchema = z.discriminatedUnion("range", [
  z.object({ range: z.enum(["shift", "today", "7-days", "30-days"]) }),
  z.object({ range: z.literal("lot"), lot: z.string().min(1).max(64) }),
  /** Both days are in it. */
  z
    .object({ range: z.literal("between"), from: daySchema, to: daySchema })
    .refine(({ from, to }) => from <= to, "ends before it begins"),
]);

export const insightQuestionSchema = z.object({
  window: insightWindowSchema,
  /** Only units of this model; null: all. */
  model: z.string().max(256).nullable().default(null),
});

const count = z.int().nonnegative();
const moment = z.iso.datetime();

export const failureBarSchema = z.object({
  code: z.string(),
  /** What the line was told to do about it, in English. */
  sentence: z.string(),
  runs: count,
});

export const insightsSchema = z.object({
  from: moment,
  /** May lie ahead. */
  to: moment,
  /** What one bar of `pace` is. */
  size: z.enum(["hour", "shift", "day", "week"]),
  /** IANA name of the zone that hours and days are in. */
  timeZone: z.string(),
  models: z.array(z.string()),
  /** Units an hour the recipes plan for; null where they say nothing, or not the same. */
  taktPerHour: z.number().positive().nullable(),
  totals: z.object({
    passed: count,
    failed: count,
    interrupted: count,
    /** Units that passed for the first time. */
    units: count,
    /** Units whose first run ended in a verdict, and those of them that passed. */
    firstFinished: count,
    firstPassed: count,
  }),
  pace: z.array(
    z.object({
      from: moment,
      to: moment,
      day: daySchema,
      /** Of its day, from 1; null for whole days and more. */
      shift: z.int().positive().nullable(),
      /** Null for what lies ahead. */
      units: count.nullable(),
      perHour: z.number().nonnegative().nullable(),
    }),
  ),
  /** First-pass yield by day (by week where the bars are weeks); days without a unit are left out. */
  yields: z.array(z.object({ from: moment, to: moment, day: daySchema, finished: count, passed: count })),
  /** In the order in which a run takes them. */
  steps: z.array(
    z.object({ step: z.string(), count, medianMs: z.number().nonnegative(), p95Ms: z.number().nonnegative() }),
  ),
  /** Passed runs that the times of steps are of: some thousands at most. */
  timedRuns: count,
  /** The most frequent first. */
  failures: z.array(failureBarSchema),
  slots: z.array(z.object({ slot: z.string(), runs: count, failed: count, codes: z.array(failureBarSchema) })),
});

const barSchema = z.object({
  from: moment.optional(),
  to: moment.optional(),
  outcome: z.enum(["pass", "fail"]).optional(),
  /** Failed with this code. */
  code: z.string().max(128).optional(),
  slot: z.string().max(64).optional(),
  /** Runs that passed, the slowest at this step first. */
  step: z.string().max(64).optional(),
  /** first: the unit's first run that ended in a verdict · new: its first PASS. */
  which: z.enum(["first", "new"]).optional(),
});

export const runBehindSchema = z.object({
  runId: z.string(),
  /** Null: it failed before the unit was known. */
  serialNumber: z.string().nullable(),
  lot: z.string(),
  slot: z.string(),
  outcome: z.enum(["pass", "fail", "interrupted"]),
  code: z.string().nullable(),
  /** As the line was told, in English. */
  sentence: z.string().nullable(),
  finishedAt: moment,
  ms: z.number().nonnegative().nullable(),
  /** Of the step asked for. */
  stepMs: z.number().nonnegative().nullable(),
});

const behindSchema = z.object({
  /** At most 200: failures or the slowest first, then the newest. */
  runs: z.array(runBehindSchema),
  more: z.boolean(),
});

const operatorFiguresSchema = z.object({ operator: z.string().nullable(), passed: count, failed: count });

export const reportFormatSchema = z.enum(["csv", "pdf"]);
/** Languages of a report on paper. */
export const reportLanguageSchema = z.enum(["en", "de", "es", "zh", "vi"]);

export const insightsContract = {
  /** Throws `records.not-found` for a lot that is none. */
  read: oc.input(insightQuestionSchema).output(insightsSchema),
  /** The runs behind one bar. */
  behind: oc.input(insightQuestionSchema.extend({ bar: barSchema })).output(behindSchema),
  /** By who was signed in, for who leads them. */
  operators: oc.input(insightQuestionSchema).output(z.array(operatorFiguresSchema)),
  behindOperator: oc
    .input(insightQuestionSchema.extend({ operator: z.string().max(64).nullable() }))
    .output(behindSchema),
  /** The same figures as a file; nobody's name is in it. */
  report: oc
    .input(insightQuestionSchema.extend({ format: reportFormatSchema, language: reportLanguageSchema.default("en") }))
    .output(z.object({ fileName: z.string(), mediaType: z.string(), base64: z.base64() })),
};

export type InsightWindow = z.infer<typeof insightWindowSchema>;
export type InsightQuestion = z.infer<typeof insightQuestionSchema>;
export type Insights = z.infer<typeof insightsSchema>;
export type InsightBar = z.infer<typeof barSchema>;
export type RunBehind = z.infer<typeof runBehindSchema>;
export type OperatorFigures = z.infer<typeof operatorFiguresSchema>;
export type ReportFormat = z.infer<typeof reportFormatSchema>;
export type ReportLanguage = z.infer<typeof reportLanguageSchema>;
