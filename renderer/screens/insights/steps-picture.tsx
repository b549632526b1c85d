import type { Insights } from "../../../main/api/contract/index.ts";
import { formatCount, formatStepTime } from "../../locales/format.ts";
import { texts } from "../../locales/texts.ts";
import { useInsights } from "../../stores/stores-context.tsx";
import { StairChart } from "../../ui/stair-chart.tsx";
import { Picture } from "./picture.tsx";

/** Step after step, as a run takes them. */
export function StepsPicture({ figures: { steps, timedRuns } }: { readonly figures: Insights }) {
  const open = useInsights((state) => state.open);
  const { insights } = texts;
  const names: Readonly<Record<string, string>> = texts.unit.stepNames;
  const said = steps.map(({ step, count, medianMs, p95Ms }) => ({
    step,
    count: formatCount(count),
    name: names[step] ?? step,
    median: formatStepTime(medianMs),
    p95: formatStepTime(p95Ms),
    value: medianMs,
    whisker: p95Ms,
  }));
  return (
    <Picture
      title={insights.steps.title}
      about={insights.steps.about(formatCount(timedRuns))}
      columns={[insights.columns.step, insights.columns.median, insights.columns.p95, insights.columns.runs]}
      rows={said.map(({ name, median, p95, count }) => [name, median, p95, count])}
    >
      <StairChart
        label={insights.steps.title}
        stairs={said.map(({ step, name, median, p95, value, whisker }) => {
          const words = insights.steps.bar(name, median, p95);
          return {
            key: step,
            label: name,
            value,
            whisker,
            figure: `${median} · ${p95}`,
            said: words,
            onPress: () => void open(words, { step }),
          };
        })}
      />
    </Picture>
  );
}
