import type { RunRecord, StepRecord } from "../../../main/api/contract/index.ts";
import { formatStepTime } from "../../locales/format.ts";
import { texts } from "../../locales/texts.ts";
import { StateMark } from "../../ui/state-mark.tsx";
import { outcomeShapes } from "../parts/unit-shapes.ts";
import { factName, factValue } from "./evidence-words.ts";
import css from "./history.module.css";

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
          {factName(name)}: <span className={css["value"]}>{factValue(name, value)}</span>
        </li>
      ))}
    </ul>
  </li>
);
