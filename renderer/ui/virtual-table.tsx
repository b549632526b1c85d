import { type ReactNode, useId } from "react";
import { useLongRows } from "./use-long-rows.ts";
import { type TableColumn, VirtualRow } from "./virtual-row.tsx";
import css from "./virtual-table.module.css";

export interface TableOrder {
  /** Key of a column. */
  readonly by: string;
  readonly descending: boolean;
}

interface VirtualTableProps<Row> {
  readonly label: string;
  readonly columns: readonly TableColumn<Row>[];
  /** Rows in all. */
  readonly total: number;
  /** Undefined while it is being read. */
  readonly rowAt: (index: number) => Row | undefined;
  readonly hrefOf: (row: Row) => string;
  readonly order: TableOrder;
  readonly onOrder: (by: string) => void;
  /** These rows are in sight, the last included. */
  readonly onSight: (first: number, last: number) => void;
  /** What stands in place of rows when there are none. */
  readonly children?: ReactNode;
}

/** As many rows as there are, of which those in sight exist. Arrow keys, Page, Home and End go from row to row, Enter opens. */
export function VirtualTable<Row>(props: VirtualTableProps<Row>) {
  const { label, columns, total, rowAt, hrefOf, order, onOrder } = props;
  const id = useId();
  const { scroller, rows, height, active, begin, onKeyDown } = useLongRows(props);
  const tracks = columns.map(({ width }) => width).join(" ");
  const orderBy = (by: string) => {
    begin();
    onOrder(by);
  };
  const activeShown = active !== null && rows.some(({ index }) => index === active);
  return (
    <div
      ref={scroller}
      className={css["scroller"]}
      role="grid"
      aria-label={label}
      aria-rowcount={total + 1}
      aria-colcount={columns.length}
      aria-activedescendant={activeShown ? `${id}-${active}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div role="rowgroup" className={css["head"]}>
        <div role="row" aria-rowindex={1} className={css["row"]} style={{ gridTemplateColumns: tracks }}>
          {columns.map((column) => (
            <Heading key={column.key} column={column} order={order} onOrder={orderBy} />
          ))}
        </div>
      </div>
      <div role="rowgroup" className={css["body"]} style={{ height }}>
        {rows.map(({ index, start, element }) => {
          const row = rowAt(index);
          return (
            <VirtualRow
              key={element}
              id={`${id}-${index}`}
              index={index}
              start={start}
              row={row}
              href={row === undefined ? undefined : hrefOf(row)}
              columns={columns}
              tracks={tracks}
              active={index === active}
            />
          );
        })}
      </div>
      {total === 0 ? props.children : null}
    </div>
  );
}

interface HeadingProps<Row> {
  readonly column: TableColumn<Row>;
  readonly order: TableOrder;
  readonly onOrder: (by: string) => void;
}

function Heading<Row>({ column: { key, title, sortable }, order, onOrder }: HeadingProps<Row>) {
  const direction = order.by === key ? (order.descending ? "descending" : "ascending") : "none";
  return (
    <div role="columnheader" className={css["heading"]} aria-sort={sortable ? direction : undefined}>
      {sortable ? (
        <button type="button" onClick={() => onOrder(key)}>
          {title} <span aria-hidden="true">{{ ascending: "▲", descending: "▼", none: "" }[direction]}</span>
        </button>
      ) : (
        title
      )}
    </div>
  );
}
