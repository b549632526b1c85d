import { memo, type ReactNode } from "react";
import css from "./virtual-table.module.css";

export interface TableColumn<Row> {
  readonly key: string;
  readonly title: string;
  /** A track of the grid that does not depend on what is in it, like `minmax(120px, 1fr)`. */
  readonly width: string;
  readonly sortable: boolean;
  readonly cell: (row: Row) => ReactNode;
}

interface VirtualRowProps<Row> {
  readonly id: string;
  /** From 0. */
  readonly index: number;
  /** Pixels from the first row laid out. */
  readonly start: number;
  readonly row: Row | undefined;
  readonly href: string | undefined;
  readonly columns: readonly TableColumn<Row>[];
  readonly tracks: string;
  readonly active: boolean;
}

function Row<Row>({ id, index, start, row, href, columns, tracks, active }: VirtualRowProps<Row>) {
  return (
    <div
      id={id}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={active}
      className={css["row"]}
      data-active={active}
      data-reading={row === undefined}
      style={{ transform: `translateY(${start}px)`, gridTemplateColumns: tracks }}
    >
      {columns.map(({ key, cell }, at) => (
        <div key={key} role="gridcell" className={css["cell"]}>
          {row === undefined ? null : at === 0 ? (
            <a href={href} tabIndex={-1}>
              {cell(row)}
            </a>
          ) : (
            cell(row)
          )}
        </div>
      ))}
    </div>
  );
}

/** A row is drawn again only when it has other words: scrolling moves it. */
export const VirtualRow = memo(Row) as typeof Row;
