import type { Problem } from "../../../main/api/contract/index.ts";
import { sentenceOf } from "../../locales/sentence-of.ts";
import { StateMark } from "../../ui/state-mark.tsx";
import css from "./refused.module.css";

/** Why a press did nothing. */
export const Refused = ({ problem }: { readonly problem: Problem | null }) => (
  <p className={css["refused"]} role="alert" title={problem?.detail}>
    {problem === null ? null : (
      <>
        <StateMark shape="fail" word={sentenceOf(problem)} /> <code className={css["code"]}>{problem.code}</code>
      </>
    )}
  </p>
);
