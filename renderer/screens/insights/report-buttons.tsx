import type { ReportFormat } from "../../../main/api/contract/index.ts";
import { languageOf } from "../../locales/languages.ts";
import { sentenceOf } from "../../locales/sentence-of.ts";
import { texts } from "../../locales/texts.ts";
import { useInsights, useLanguage } from "../../stores/stores-context.tsx";
import { Button } from "../../ui/button.tsx";
import { saveBlob } from "../parts/save-blob.ts";
import css from "./insights-screen.module.css";

/** The same figures as a file. */
export function ReportButtons() {
  const { making, problem } = useInsights((state) => state.report);
  const makeReport = useInsights((state) => state.makeReport);
  const language = useLanguage((state) => state.language);
  const { insights } = texts;
  const save = async (format: ReportFormat) => {
    const file = await makeReport(format, languageOf(language));
    if (file !== null) saveBlob(file.fileName, file.blob);
  };
  return (
    <div className={css["report"]} role="group" aria-label={insights.report}>
      <span className={css["word"]}>{insights.report}</span>
      <Button disabled={making} onClick={() => void save("pdf")}>
        {insights.paper}
      </Button>
      <Button disabled={making} onClick={() => void save("csv")}>
        CSV
      </Button>
      <span role="status">{problem === null ? (making ? insights.making : "") : sentenceOf(problem)}</span>
    </div>
  );
}
