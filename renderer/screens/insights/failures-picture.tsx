import type { Insights } from "../../../main/api/contract/index.ts";
import { formatCount, formatShare } from "../../locales/format.ts";
import { sentenceOf } from "../../locales/sentence-of.ts";
import { texts } from "../../locales/texts.ts";
import { useInsights } from "../../stores/stores-context.tsx";
import { BarList } from "../../ui/bar-list.tsx";
import { SmallMultiples } from "../../ui/small-multiples.tsx";
import css from "./insights-screen.module.css";
import { Picture } from "./picture.tsx";

/** So many of the most frequent reasons are compared slot by slot. */
const compared = 5;

/** Pareto by code, and the same codes slot by slot. */
export function FailuresPicture({ figures }: { readonly figures: Insights }) {
  const { insights } = texts;
  const { failures, slots } = figures;
  return (
    <Picture
      title={insights.failures.title}
      about={insights.failures.about}
      columns={[insights.columns.reason, insights.columns.slot, insights.columns.failed]}
      rows={[
        ...failures.map(({ code, runs }) => [code, "", formatCount(runs)]),
        ...slots.flatMap(({ slot, codes }) => codes.map(({ code, runs }) => [code, slot, formatCount(runs)])),
      ]}
    >
      {failures.length === 0 ? (
        <p className={css["quiet"]}>{insights.nothing}</p>
      ) : (
        <div className={css["fails"]}>
          <Codes figures={figures} />
          <Slots figures={figures} />
        </div>
      )}
    </Picture>
  );
}

function Codes({ figures: { failures, totals } }: { readonly figures: Insights }) {
  const open = useInsights((state) => state.open);
  const { insights } = texts;
  const most = failures[0]?.runs ?? 1;
  const rows = failures.map((failure) => {
    const { code, runs } = failure;
    const title = sentenceOf(failure) || code;
    const said = insights.failures.bar(title, formatCount(runs));
    return {
      key: code,
      title,
      about: code,
      value: runs / most,
      figure: `${formatCount(runs)} · ${formatShare(runs / Math.max(1, totals.failed))}`,
      said: `${said} (${code})`,
      onPress: () => void open(said, { code }),
    };
  });
  return <BarList label={insights.failures.title} rows={rows} />;
}

function Slots({ figures: { failures, slots } }: { readonly figures: Insights }) {
  const open = useInsights((state) => state.open);
  const { insights } = texts;
  const codes = failures.slice(0, compared).map(({ code }) => code);
  const rates = slots.map(({ codes: own, runs }) =>
    codes.map((code) => (own.find((one) => one.code === code)?.runs ?? 0) / Math.max(1, runs)),
  );
  const worst = Math.max(0.02, ...rates.flat());
  const multiples = slots.map(({ slot, runs, failed }, index) => {
    const said = insights.slots.bar(slot, formatCount(failed), formatCount(runs));
    return {
      key: slot,
      title: slot,
      figure: formatShare(failed / Math.max(1, runs)),
      values: (rates[index] ?? []).map((rate) => rate / worst),
      said,
      onPress: () => void open(said, { slot, outcome: "fail" }),
    };
  });
  return (
    <div>
      <p className={css["half"]}>{insights.slots.title}</p>
      <p className={css["about"]}>{insights.slots.about}</p>
      <SmallMultiples label={insights.slots.title} multiples={multiples} />
    </div>
  );
}
