import { useEffect } from "react";
import { sentenceOf } from "../../locales/sentence-of.ts";
import { texts } from "../../locales/texts.ts";
import { useInsights, useStation } from "../../stores/stores-context.tsx";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { BehindPanel } from "./behind-panel.tsx";
import css from "./insights-screen.module.css";
import { Pictures } from "./pictures.tsx";
import { ReportButtons } from "./report-buttons.tsx";
import { TotalsLine } from "./totals-line.tsx";
import { WindowChoice } from "./window-choice.tsx";

/** Are we on pace, is it right first time, where does time go, what fails. */
export function InsightsScreen() {
  const follow = useInsights((state) => state.follow);
  const rest = useInsights((state) => state.rest);
  const leads = useStation(({ session }) => session?.rights.includes("lots") === true);
  useEffect(() => {
    void follow(leads);
    return rest;
  }, [follow, rest, leads]);
  return (
    <div className={css["screen"]}>
      <header className={css["header"]}>
        <h1 className={css["title"]}>{texts.insights.title}</h1>
        <WindowChoice />
        <ReportButtons />
      </header>
      <div className={css["content"]}>
        <Content />
      </div>
      <BehindPanel />
    </div>
  );
}

function Content() {
  const { status, figures, problem, window, setWindow } = useInsights((state) => state);
  const { insights, frame } = texts;
  if (status === "failed" && problem !== null) {
    return (
      <EmptyState shape="fail" title={sentenceOf(problem)} next={problem.code}>
        <Button onClick={() => setWindow(window)}>{frame.tryAgain}</Button>
      </EmptyState>
    );
  }
  if (figures === null) return <EmptyState shape="running" title={insights.reading} />;
  const { passed, failed } = figures.totals;
  if (passed + failed === 0)
    return status === "loading" ? (
      <EmptyState shape="running" title={insights.reading} />
    ) : (
      <EmptyState shape="waiting" title={insights.none} next={insights.noneNext} />
    );
  return (
    <div className={css["figures"]} aria-busy={status === "loading"}>
      <TotalsLine figures={figures} />
      <Pictures figures={figures} />
    </div>
  );
}
