import { useEffect, useState } from "react";
import type { InsightWindow } from "../../../main/api/contract/index.ts";
import { texts } from "../../locales/texts.ts";
import { useInsights, useLots } from "../../stores/stores-context.tsx";
import { VisuallyHidden } from "../../ui/visually-hidden.tsx";
import css from "./insights-screen.module.css";

type Range = InsightWindow["range"];

const ranges: readonly Range[] = ["shift", "today", "7-days", "30-days", "lot", "between"];

/** Of what time, and of which product. */
export function WindowChoice() {
  const window = useInsights((state) => state.window);
  const setWindow = useInsights((state) => state.setWindow);
  const current = useLots((state) => state.current);
  const { insights } = texts;
  const choose = (range: Range) => {
    if (range === "lot") setWindow({ range, lot: current?.lot ?? "-" });
    else if (range === "between") setWindow({ range, from: today(), to: today() });
    else setWindow({ range });
  };
  return (
    <div className={css["choice"]}>
      <fieldset className={css["ranges"]} aria-label={insights.rangesLabel}>
        {ranges.map((range) => (
          <button
            key={range}
            type="button"
            className={css["range"]}
            aria-pressed={window.range === range}
            onClick={() => choose(range)}
          >
            {insights.ranges[range]}
          </button>
        ))}
      </fieldset>
      {window.range === "lot" ? <LotChoice lot={window.lot} /> : null}
      {window.range === "between" ? <DayChoice from={window.from} to={window.to} /> : null}
      <ProductChoice />
    </div>
  );
}

function LotChoice({ lot }: { readonly lot: string }) {
  const { lots, load } = useLots((state) => state);
  const setWindow = useInsights((state) => state.setWindow);
  useEffect(() => void load(), [load]);
  const names = [...new Set([lot, ...lots.map((one) => one.lot)])];
  return (
    <label className={css["field"]}>
      <VisuallyHidden>{texts.insights.chooseLot}</VisuallyHidden>
      <select value={lot} onChange={(event) => setWindow({ range: "lot", lot: event.currentTarget.value })}>
        {names.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </label>
  );
}

function DayChoice({ from, to }: { readonly from: string; readonly to: string }) {
  const [asked, setAsked] = useState({ from, to });
  const setWindow = useInsights((state) => state.setWindow);
  const change = (days: { readonly from: string; readonly to: string }) => {
    setAsked(days);
    if (days.from !== "" && days.to !== "" && days.from <= days.to) setWindow({ range: "between", ...days });
  };
  const { insights } = texts;
  const wrong = asked.from === "" || asked.to === "" || asked.from > asked.to;
  return (
    <>
      <label className={css["field"]}>
        {insights.from}
        <input
          type="date"
          value={asked.from}
          aria-invalid={wrong}
          onChange={(event) => change({ ...asked, from: event.currentTarget.value })}
        />
      </label>
      <label className={css["field"]}>
        {insights.to}
        <input
          type="date"
          value={asked.to}
          aria-invalid={wrong}
          onChange={(event) => change({ ...asked, to: event.currentTarget.value })}
        />
      </label>
      {wrong ? <span role="status">{insights.days}</span> : null}
    </>
  );
}

/** Only where more than one was ever built. */
function ProductChoice() {
  const models = useInsights((state) => state.figures?.models ?? none);
  const model = useInsights((state) => state.model);
  const setModel = useInsights((state) => state.setModel);
  const { insights } = texts;
  if (models.length < 2 && model === null) return null;
  return (
    <label className={css["field"]}>
      <VisuallyHidden>{insights.product}</VisuallyHidden>
      <select value={model ?? ""} onChange={(event) => setModel(event.currentTarget.value || null)}>
        <option value="">{insights.allProducts}</option>
        {models.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </label>
  );
}

const none: readonly string[] = [];

/** `2026-11-23`, here. */
function today(): string {
  const now = new Date();
  const two = (part: number) => String(part).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
