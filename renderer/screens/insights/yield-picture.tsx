import type { Insights } from "../../../main/api/contract/index.ts";
import { formatCount, formatDay, formatShare } from "../../locales/format.ts";
import { texts } from "../../locales/texts.ts";
import { useInsights } from "../../stores/stores-context.tsx";
import { ColumnChart } from "../../ui/column-chart.tsx";
import { Picture } from "./picture.tsx";
import { dayOf, shortDay } from "./short-day.ts";

/** First-pass yield by day, with n. */
export function YieldPicture({ figures: { yields } }: { readonly figures: Insights }) {
  const open = useInsights((state) => state.open);
  const { insights } = texts;
  const days = yields.map((bar) => ({
    ...bar,
    name: formatDay(dayOf(bar.day)),
    share: formatShare(bar.passed / bar.finished),
    of: formatCount(bar.finished),
  }));
  const columns = days.map(({ day, from, to, name, share, of, passed, finished }) => {
    const said = insights.yields.bar(name, formatCount(passed), of);
    return {
      key: day,
      value: passed / finished,
      whole: 1,
      figure: share,
      label: shortDay(day),
      note: insights.yields.of(of),
      said: `${said}, ${share}`,
      onPress: () => void open(said, { from, to, which: "first" }),
    };
  });
  return (
    <Picture
      title={insights.yields.title}
      about={insights.yields.about}
      columns={[insights.columns.time, insights.columns.first, insights.columns.right]}
      rows={days.map(({ name, of, share }) => [name, of, share])}
    >
      <ColumnChart label={insights.yields.title} columns={columns} />
    </Picture>
  );
}
