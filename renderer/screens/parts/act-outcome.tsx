import type { EnrollmentChange } from "../../../main/api/contract/index.ts";
import { texts } from "../../locales/texts.ts";
import { StateMark } from "../../ui/state-mark.tsx";
import { changeShapes } from "./change-words.ts";
import css from "./refused.module.css";

/** What became of an act: done, kept until the service answers, or not done and why. */
export function ActOutcome({ change }: { readonly change: EnrollmentChange | null }) {
  const words = texts.service;
  return (
    <p className={css["refused"]} role="status">
      {change === null ? null : (
        <>
          <StateMark
            shape={changeShapes[change.state]}
            word={words.act[change.state](words.changes.acts[change.act])}
          />
          {change.code === null ? null : <code className={css["code"]}>{change.code}</code>}
        </>
      )}
    </p>
  );
}
