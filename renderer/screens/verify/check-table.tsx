import type { VerificationCheck } from "../../../main/api/contract/index.ts";
import { texts } from "../../locales/texts.ts";
import { StateMark } from "../../ui/state-mark.tsx";
import { TableHead } from "../parts/table-head.tsx";
import css from "./check-table.module.css";
import { expectedOf, foundOf } from "./evidence-words.ts";
import { checkShapes } from "./unit-verdict.ts";

interface CheckTableProps {
  readonly checks: readonly VerificationCheck[];
  /** When they were made, for people; empty while they are being made. */
  readonly when: string;
  /** Checks still to be made. */
  readonly left?: number;
}

const columns = ["check", "expected", "found", "verdict", "when"] as const;

/** What was expected, what was found. */
export const CheckTable = ({ checks, when, left = 0 }: CheckTableProps) => (
  <table className={css["table"]}>
    <TableHead names={columns.map((name) => texts.verify.checks[name])} />
    <tbody>
      {checks.map((check) => (
        <Row key={check.id} check={check} when={when} />
      ))}
      {Array.from({ length: left }, (_, index) => (
        <tr key={`left ${index}`} className={css["left"]}>
          <th scope="row">{index === 0 ? <StateMark shape="running" word={texts.verify.checks.running} /> : "…"}</th>
          <td colSpan={columns.length - 1} />
        </tr>
      ))}
    </tbody>
  </table>
);

function Row({ check, when }: { readonly check: VerificationCheck; readonly when: string }) {
  const { id, outcome, code } = check;
  const { checks } = texts.verify;
  return (
    <tr data-state={checkShapes[outcome]}>
      <th scope="row">{checks.names[id] ?? id}</th>
      <td>{expectedOf(check)}</td>
      <td>{foundOf(check)}</td>
      <td>
        <StateMark shape={checkShapes[outcome]} word={checks.outcomes[outcome]} />
        {code === null ? null : <code className={css["code"]}>{code}</code>}
      </td>
      <td className={css["when"]}>{when}</td>
    </tr>
  );
}
