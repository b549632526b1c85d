import type { EnrollmentChange } from "../../../main/api/contract/index.ts";
import { formatDateTime } from "../../locales/format.ts";
import { texts } from "../../locales/texts.ts";
import { hrefTo } from "../../stores/route.ts";
import { StateMark } from "../../ui/state-mark.tsx";
import { changeShapes } from "./change-words.ts";
import { TableHead } from "./table-head.tsx";
import css from "./table.module.css";

const columns = ["at", "act", "unit", "reason", "by", "state"] as const;

/** Who had what done to which entry, why, and what became of it. */
export const ChangesTable = ({ changes }: { readonly changes: readonly EnrollmentChange[] }) => (
  <table className={css["table"]}>
    <TableHead names={columns.map((name) => texts.service.changes[name])} />
    <tbody>
      {changes.map((change) => (
        <Row key={change.id} change={change} />
      ))}
    </tbody>
  </table>
);

function Row({ change }: { readonly change: EnrollmentChange }) {
  const { at, act, unit, reason, by, state, code, detail } = change;
  const words = texts.service.changes;
  return (
    <tr>
      <td className={css["nowrap"]}>{formatDateTime(Date.parse(at))}</td>
      <th scope="row">{words.acts[act]}</th>
      <td>
        <a className={css["unit"]} href={hrefTo({ screen: "unit", serialNumber: unit })}>
          {unit}
        </a>
      </td>
      <td>{reason}</td>
      <td>{by}</td>
      <td title={detail ?? undefined}>
        <StateMark shape={changeShapes[state]} word={words.states[state]} />
        {code === null ? null : <span className={css["code"]}>{code}</span>}
      </td>
    </tr>
  );
}
