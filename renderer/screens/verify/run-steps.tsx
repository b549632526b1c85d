import type { RunRecord, StepRecord } from "../../../main/api/contract/index.ts";
import { formatFactName, formatStepTime } from "../../locales/format.ts";
import { texts } from "../../locales/texts.ts";
import { StateMark } from "../../ui/state-mark.tsx";
import css from "./history.module.css";
import { outcomeShapes } from "../parts/unit-shapes.ts";

/** The steps of one run, with what each measured. */
export const RunSteps = ({ run }: { readonly run: RunRecord }) => (
  <ol className={css["steps"]}>
    {run.steps.map((step) => (
      <Step key={step.id} step={step} />
    ))}
  </ol>
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
