import type { KeyboardEvent, RefObject } from "react";
import type { UnitRow } from "../../../main/api/contract/index.ts";
import { formatDateTime } from "../../locales/format.ts";
import { texts } from "../../locales/texts.ts";
import { hrefTo } from "../../stores/route.ts";
import { StateMark } from "../../ui/state-mark.tsx";
import { enrollmentShapes, outcomeShapes } from "../parts/unit-shapes.ts";
import { TableHead } from "../parts/table-head.tsx";
import css from "./units-table.module.css";

interface UnitsTableProps {
  readonly rows: readonly UnitRow[];
  readonly bodyRef?: RefObject<HTMLTableSectionElement | null>;
  /** The arrow key went up from the first row. */
  readonly onLeave?: () => void;
}

const columns = ["serialNumber", "model", "lot", "result", "state", "enrollment", "hub", "updated"] as const;

/** Arrow keys go from row to row, Enter opens; the whole row is the link. */
export function UnitsTable({ rows, bodyRef, onLeave }: UnitsTableProps) {
  const onKeyDown = (event: KeyboardEvent<HTMLTableSectionElement>) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    const links = [...event.currentTarget.querySelectorAll("a")];
    const index = links.findIndex((link) => link === document.activeElement);
    const next = links[index + (event.key === "ArrowDown" ? 1 : -1)];
    if (next !== undefined) next.focus();
    else if (event.key === "ArrowUp") onLeave?.();
  };
  return (
    <table className={css["table"]}>
      <TableHead names={columns.map((name) => texts.units[name])} />
      <tbody ref={bodyRef} onKeyDown={onKeyDown}>
        {rows.map((unit) => (
          <Row key={unit.serialNumber} unit={unit} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ unit }: { readonly unit: UnitRow }) {
  const { lastOutcome, enrollment, serialNumber } = unit;
  const { units } = texts;
  return (
    <tr className={css["row"]}>
      <th scope="row">
        <a href={hrefTo({ screen: "unit", serialNumber })}>{serialNumber}</a>
      </th>
      <td>{unit.model}</td>
      <td>{unit.lot}</td>
      <td>
        {lastOutcome === null ? (
          units.none
        ) : (
          <StateMark shape={outcomeShapes[lastOutcome]} word={units.outcomes[lastOutcome]} />
        )}
      </td>
      <td>{units.states[unit.state]}</td>
      <td>
        {enrollment === null ? (
          units.none
        ) : (
          <StateMark shape={enrollmentShapes[enrollment]} word={units.enrollments[enrollment]} />
        )}
      </td>
      <td className={css["hub"]} title={unit.assignedHub ?? undefined}>
        {unit.assignedHub ?? units.none}
      </td>
      <td>{formatDateTime(Date.parse(unit.updatedAt))}</td>
    </tr>
  );
}
