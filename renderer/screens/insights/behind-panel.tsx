import type { RunBehind } from "../../../main/api/contract/index.ts";
import { formatCount, formatDuration, formatDateTime, formatStepTime } from "../../locales/format.ts";
import { sentenceOf } from "../../locales/sentence-of.ts";
import { texts } from "../../locales/texts.ts";
import { hrefTo } from "../../stores/route.ts";
import { useInsights } from "../../stores/stores-context.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { SlideOver } from "../../ui/slide-over.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import css from "./insights-screen.module.css";

/** The units behind the bar that was pressed, each with its way to Verify. */
export function BehindPanel() {
  const behind = useInsights((state) => state.behind);
  const close = useInsights((state) => state.close);
  if (behind === null) return null;
  const { title, status, problem, runs, more } = behind;
  const { insights, frame } = texts;
  return (
    <SlideOver key={title} title={title} closeLabel={frame.close} from="right" onClose={close}>
      {status === "loading" ? <EmptyState shape="running" title={frame.reading} /> : null}
      {status === "failed" && problem !== null ? (
        <EmptyState shape="fail" title={sentenceOf(problem)} next={problem.code} />
      ) : null}
      {status === "ready" && runs.length === 0 ? <EmptyState shape="waiting" title={insights.behind.none} /> : null}
      {runs.length === 0 ? null : (
        <ul className={css["behind"]}>
          {runs.map((run) => (
            <Run key={run.runId} run={run} />
          ))}
        </ul>
      )}
      {more ? <p className={css["quiet"]}>{insights.behind.more(formatCount(runs.length))}</p> : null}
    </SlideOver>
  );
}

function Run({ run }: { readonly run: RunBehind }) {
  const { serialNumber, lot, slot, outcome, code, sentence, finishedAt, ms, stepMs } = run;
  const { insights, line, units } = texts;
  const shape = outcome === "interrupted" ? "off" : outcome;
  return (
    <li className={css["run"]}>
      {serialNumber === null ? (
        <span>{insights.behind.unknown}</span>
      ) : (
        <a className={css["unit"]} href={hrefTo({ screen: "unit", serialNumber })}>
          {serialNumber}
        </a>
      )}
      <StateMark shape={shape} word={units.outcomes[outcome]} />
      <span className={css["quiet"]}>{[line.slot(slot), insights.behind.lot(lot)].join(" · ")}</span>
      <span className={css["quiet"]}>
        {[
          formatDateTime(Date.parse(finishedAt)),
          stepMs === null ? (ms === null ? "" : formatDuration(ms)) : formatStepTime(stepMs),
        ].join(" · ")}
      </span>
      {code === null ? null : (
        <span className={css["whole"]}>
          {sentenceOf({ code, sentence: sentence ?? "" })} <code className={css["code"]}>{code}</code>
        </span>
      )}
    </li>
  );
}
