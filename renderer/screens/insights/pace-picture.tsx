import type { Insights } from "../../../main/api/contract/index.ts";
import { formatClock, formatCount, formatDay } from "../../locales/format.ts";
import { texts } from "../../locales/texts.ts";
import { useInsights } from "../../stores/stores-context.tsx";
import { ColumnChart } from "../../ui/column-chart.tsx";
import { Picture } from "./picture.tsx";
import { dayOf, shortDay } from "./short-day.ts";

type PaceBar = Insights["pace"][number];

/** Units per hour against takt. */
export function PacePicture({ figures: { pace, size, taktPerHour } }: { readonly figures: Insights }) {
  const open = useInsights((state) => state.open);
  const { insights } = texts;
  const bars = pace.map((bar) => {
    const units = formatCount(bar.units ?? 0);
    const perHour = formatCount(Math.round(bar.perHour ?? 0));
    return { bar, units, perHour, said: insights.pace.bar(timeOf(bar, size), units, perHour) };
  });
  const columns = bars.map(({ bar, perHour, said }) => ({
    key: bar.from,
    value: bar.perHour,
    figure: bar.units === 0 ? "" : perHour,
    label: labelOf(bar, size),
    ...groupOf(bar, size),
    said,
    onPress: () => void open(said, { from: bar.from, to: bar.to, which: "new" }),
  }));
  return (
    <Picture
      title={insights.pace.title}
      about={insights.pace.about[size]}
      columns={[insights.columns.time, insights.columns.units, insights.columns.perHour]}
      rows={bars
        .filter(({ bar }) => bar.units !== null)
        .map(({ bar, units, perHour }) => [timeOf(bar, size), units, perHour])}
    >
      <ColumnChart
        label={insights.pace.title}
        columns={columns}
        mark={
          taktPerHour === null
            ? undefined
            : { value: taktPerHour, text: insights.pace.takt(formatCount(Math.round(taktPerHour))) }
        }
      />
    </Picture>
  );
}

function timeOf({ from, to, day, shift }: PaceBar, size: Insights["size"]): string {
  if (size === "hour") return `${formatClock(Date.parse(from))}–${formatClock(Date.parse(to))}`;
  const whole = formatDay(dayOf(day));
  return shift === null ? whole : `${whole} ${texts.insights.shift(String(shift))}`;
}

function labelOf({ from, day, shift }: PaceBar, size: Insights["size"]): string {
  if (size === "hour") return formatClock(Date.parse(from));
  return shift === null ? shortDay(day) : String(shift);
}

function groupOf({ day, shift }: PaceBar, size: Insights["size"]): { readonly group?: string } {
  if (size === "hour" && shift !== null) return { group: texts.insights.shift(String(shift)) };
  return size === "shift" ? { group: shortDay(day) } : {};
}
