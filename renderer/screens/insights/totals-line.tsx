import type { ReactNode } from "react";
import type { Insights } from "../../../main/api/contract/index.ts";
import { formatCount, formatShare } from "../../locales/format.ts";
import { texts } from "../../locales/texts.ts";
import { useInsights } from "../../stores/stores-context.tsx";
import css from "./insights-screen.module.css";

/** The time in four figures. */
export function TotalsLine({ figures: { totals, taktPerHour } }: { readonly figures: Insights }) {
  const counting = useInsights(({ status }) => status === "loading");
  const { totals: said } = texts.insights;
  const { units, firstFinished, firstPassed, failed, passed } = totals;
  return (
    <div className={css["line"]}>
      <dl className={css["totals"]}>
        <Total name={said.units}>{formatCount(units)}</Total>
        <Total name={said.firstPass}>
          {firstFinished === 0 ? "–" : formatShare(firstPassed / firstFinished)}{" "}
          <small>{said.ofUnits(formatCount(firstFinished))}</small>
        </Total>
        <Total name={said.failed}>
          {formatCount(failed)} <small>{said.ofRuns(formatCount(failed + passed))}</small>
        </Total>
        {taktPerHour === null ? null : <Total name={said.takt}>{said.perHour(formatCount(taktPerHour))}</Total>}
      </dl>
      <p className={css["quiet"]} role="status">
        {counting ? texts.insights.reading : ""}
      </p>
    </div>
  );
}

const Total = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <div className={css["total"]}>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);
