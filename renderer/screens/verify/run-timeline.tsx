import type { RunRecord, StepRecord } from "../../../main/api/contract/index.ts";
import { formatDateTime, formatDuration, formatFactName, formatStepTime } from "../../locales/format.ts";
import { sentenceOf } from "../../locales/sentence-of.ts";
import { texts } from "../../locales/texts.ts";
import { Copyable } from "../../ui/copyable.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import css from "./run-timeline.module.css";
import { outcomeShapes } from "./unit-verdict.ts";

/** Every attempt on the unit, newest first. */
export const RunTimeline = ({ runs }: { readonly runs: readonly RunRecord[] }) => (
  <section className={css["timeline"]}>
    <h2 className={css["heading"]}>{texts.unit.runs}</h2>
    {runs.length === 0 ? <p>{texts.unit.noRuns}</p> : null}
    <ol className={css["runs"]}>
      {runs.map((run, index) => (
        <Run key={run.id} run={run} number={runs.length - index} />
      ))}
    </ol>
  </section>
);

const Run = ({ run, number }: { readonly run: RunRecord; readonly number: number }) => (
  <li className={css["run"]} data-state={outcomeShapes[run.outcome]}>
    <div className={css["top"]}>
      <h3 className={css["name"]}>{texts.unit.run(number)}</h3>
      <StateMark shape={outcomeShapes[run.outcome]} word={texts.units.outcomes[run.outcome]} />
      <span>{run.ms === null ? "" : formatDuration(run.ms)}</span>
    </div>
    <p className={css["soft"]}>
      {formatDateTime(Date.parse(run.startedAt))} · {texts.unit.runPlace(run.slot, run.lot)}
      {run.operator === null ? null : <> · {texts.people.by(run.operator)}</>}
    </p>
    {run.problem === null ? null : (
      <div className={css["problem"]}>
        <p className={css["sentence"]}>{sentenceOf(run.problem)}</p>
        <Copyable
          value={run.problem.code}
          label={texts.frame.copy(texts.frame.code)}
          copiedLabel={texts.frame.copied}
        />
        <p>{run.problem.detail}</p>
      </div>
    )}
    <ol className={css["steps"]}>
      {run.steps.map((step) => (
        <Step key={step.id} step={step} />
      ))}
    </ol>
  </li>
);

const Step = ({ step }: { readonly step: StepRecord }) => (
  <li className={css["step"]}>
    <StateMark shape={outcomeShapes[step.outcome]} word={texts.unit.stepNames[step.id]} />
    <span>{step.ms === null ? "" : formatStepTime(step.ms)}</span>
    <ul className={css["measured"]}>
      {Object.entries(step.measurements).map(([name, value]) => (
        <li key={name}>
          {formatFactName(name)}: <span className={css["value"]}>{measured(value)}</span>
        </li>
      ))}
    </ul>
  </li>
);

function measured(value: string | number | boolean): string {
  if (typeof value === "boolean") return value ? texts.unit.yes : texts.unit.no;
  return String(value);
}
