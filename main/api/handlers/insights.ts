import { systemClock } from "../../base/clock.ts";
import type { BarFilter } from "../../records/insights/runs-behind.ts";
import type { InsightQuestion } from "../contract/index.ts";
import type { Desk } from "../desk.ts";
import { makeReport } from "../make-report.ts";
import { api } from "./base.ts";

const mostBehind = 200;

export function insightHandlers(desk: Desk) {
  const { insights } = api(desk);
  const { shifts, typeface } = desk.figures;
  const behind = async (question: InsightQuestion, bar: BarFilter, signal: AbortSignal | undefined) => {
    const order = { ...question, plan: shifts, signal, bar, limit: mostBehind + 1 };
    const runs = await desk.records.insights.behind(order);
    return { runs: runs.slice(0, mostBehind), more: runs.length > mostBehind };
  };
  return {
    read: insights.read.handler(async ({ input, signal }) => {
      const figures = await desk.records.insights.read({ ...input, plan: shifts, signal });
      return {
        ...figures,
        models: [...figures.models],
        pace: [...figures.pace],
        yields: [...figures.yields],
        steps: [...figures.steps],
        failures: [...figures.failures],
        slots: figures.slots.map(({ codes, ...slot }) => ({ ...slot, codes: [...codes] })),
      };
    }),
    behind: insights.behind.handler(({ input: { bar, ...question }, signal }) => behind(question, bar, signal)),
    operators: insights.operators.handler(async ({ input, signal }) => [
      ...(await desk.records.insights.operators({ ...input, plan: shifts, signal })),
    ]),
    behindOperator: insights.behindOperator.handler(({ input: { operator, ...question }, signal }) =>
      behind(question, { operator }, signal),
    ),
    report: insights.report.handler(async ({ input, signal }) => {
      const source = { records: desk.records, station: desk.info.name, shifts, typeface, clock: systemClock };
      const { content, ...file } = await makeReport(source, input, signal);
      return { ...file, base64: Buffer.from(content).toString("base64") };
    }),
  };
}
