import { useEffect, useState } from "react";
import { sentenceOf } from "../../locales/sentence-of.ts";
import { texts } from "../../locales/texts.ts";
import { hrefTo } from "../../stores/route.ts";
import { useLots } from "../../stores/stores-context.tsx";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ExportForm } from "./export-form.tsx";
import { ExportOutcome } from "./export-outcome.tsx";
import css from "./export-screen.module.css";

export function ExportScreen() {
  const { current, lots, status, problem, load } = useLots((state) => state);
  const [chosen, setChosen] = useState<string | null>(null);
  useEffect(() => void load(), [load]);
  const { exports } = texts;
  if (status === "failed" && problem !== null) {
    return (
      <EmptyState heading shape="fail" title={sentenceOf(problem)} next={problem.code}>
        <Button onClick={() => void load()}>{texts.frame.tryAgain}</Button>
      </EmptyState>
    );
  }
  if (lots.length === 0 && status !== "ready") return <EmptyState heading shape="running" title={exports.loading} />;
  if (lots.length === 0) {
    return (
      <EmptyState heading shape="waiting" title={exports.noLots} next={exports.noLotsNext}>
        <a href={hrefTo({ screen: "line" })}>{texts.units.toLine}</a>
      </EmptyState>
    );
  }
  return (
    <div className={css["screen"]}>
      <div className={css["header"]}>
        <h1 className={css["title"]}>{exports.title}</h1>
        <p className={css["soft"]}>{exports.intro}</p>
      </div>
      <div className={css["columns"]}>
        <ExportForm lots={lots} lot={chosen ?? current?.lot ?? lots[0]?.lot ?? ""} onLot={setChosen} />
        <ExportOutcome />
      </div>
    </div>
  );
}
