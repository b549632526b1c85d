import type { ReactNode } from "react";
import { texts } from "../../locales/texts.ts";
import { hrefTo } from "../../stores/route.ts";
import { StateMark } from "../../ui/state-mark.tsx";
import css from "./compared-table.module.css";
import { type ComparedGroup, type ComparedRow, type ComparedUnit, isRemarkable, sideNote } from "./comparison.ts";

interface ComparedTableProps {
  readonly groups: readonly ComparedGroup[];
  readonly left: ComparedUnit;
  readonly right: ComparedUnit;
  /** Rows that are as they ought to be are left out. */
  readonly only: boolean;
}

/** One row for each thing that is known of the two. */
export const ComparedTable = ({ groups, left, right, only }: ComparedTableProps) => (
  <table className={css["table"]}>
    <thead>
      <tr>
        <th scope="col">{texts.verify.compare.field}</th>
        <Side side={left} />
        <Side side={right} />
        <th scope="col">{texts.verify.checks.verdict}</th>
      </tr>
    </thead>
    {groups.map(({ title, rows }) => (
      <Group key={title} title={title} rows={only ? rows.filter(isRemarkable) : rows} />
    ))}
  </table>
);

const Side = ({ side }: { readonly side: ComparedUnit }) => (
  <th scope="col">
    <a href={hrefTo({ screen: "unit", serialNumber: side.unit.serialNumber })}>{side.unit.serialNumber}</a>
    <span className={css["note"]}>{sideNote(side)}</span>
  </th>
);

function Group({ title, rows }: ComparedGroup): ReactNode {
  if (rows.length === 0) return null;
  return (
    <tbody>
      <tr>
        <th className={css["group"]} scope="rowgroup" colSpan={4}>
          {title}
        </th>
      </tr>
      {rows.map((row) => (
        <Row key={row.name} row={row} />
      ))}
    </tbody>
  );
}

const longest = 90;

/** A key is told apart, not read: its whole is in its title. */
const Value = ({ value }: { readonly value: string }) =>
  value.length > longest ? (
    <td className={css["short"]} title={value}>
      {`${value.slice(0, 20)}…${value.slice(-60)}`}
    </td>
  ) : (
    <td>{value === "" ? texts.units.none : value}</td>
  );

function Row({ row }: { readonly row: ComparedRow }) {
  const { name, left, right, likeness } = row;
  const words = texts.verify.compare;
  return (
    <tr data-likeness={likeness}>
      <th scope="row">{name}</th>
      <Value value={left} />
      <Value value={right} />
      <td>
        {isRemarkable(row) ? (
          <StateMark shape={likeness === "shared" ? "fail" : "attention"} word={words[likeness]} />
        ) : (
          <span className={css["soft"]}>{words[likeness]}</span>
        )}
      </td>
    </tr>
  );
}
