import { Popover, Select, TextInput } from "@mantine/core";
import { useEffect, useState } from "react";
import type { LotUnitsFilter } from "../../../main/api/contract/index.ts";
import { formatCount } from "../../locales/format.ts";
import { sentenceOf } from "../../locales/sentence-of.ts";
import { texts } from "../../locales/texts.ts";
import { hrefTo } from "../../stores/route.ts";
import { useLotUnits } from "../../stores/stores-context.tsx";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { VirtualTable } from "../../ui/virtual-table.tsx";
import css from "./lot-units.module.css";
import { ReprintFound } from "./reprint-found.tsx";
import { chosenColumns, type UnitColumn, unitColumns, unitTableColumns } from "./unit-columns.tsx";

const filters = [
  "all",
  "failed",
  "on-hold",
  "set-aside",
  "provisioned",
  "verified",
  "quarantined",
  "rework",
  "scrapped",
  "new",
] as const satisfies readonly LotUnitsFilter[];

const orders = {
  newest: { sort: "built", descending: true },
  oldest: { sort: "built", descending: false },
  rising: { sort: "serial-number", descending: false },
  falling: { sort: "serial-number", descending: true },
} as const;
const orderNames = ["newest", "oldest", "rising", "falling"] as const;

const saved = "touchmark.lot-columns";

/** The units of a lot, be they a million. */
export function LotUnits({ lot }: { readonly lot: string }) {
  const { load, rest } = useLotUnits((state) => state);
  const [columns, setColumns] = useState(() => chosenColumns(readSaved()));
  useEffect(() => {
    load(lot);
    return rest;
  }, [lot, load, rest]);
  const choose = (chosen: readonly UnitColumn[]) => {
    setColumns(chosen);
    writeSaved(chosen.join(" "));
  };
  return (
    <div className={css["units"]}>
      <Tools columns={columns} onColumns={choose} />
      <ReprintFound />
      <Rows lot={lot} columns={columns} />
    </div>
  );
}

interface RowsProps {
  readonly lot: string;
  readonly columns: readonly UnitColumn[];
}

function Rows({ lot, columns }: RowsProps) {
  const state = useLotUnits((all) => all);
  const { sort, descending, filter, prefix, total, rowAt, ask, see, status, problem, again } = state;
  const words = texts.lots.units;
  if (status === "failed" && problem !== null) {
    return (
      <EmptyState shape="fail" title={sentenceOf(problem)} next={problem.code}>
        <Button onClick={again}>{texts.frame.tryAgain}</Button>
      </EmptyState>
    );
  }
  const narrowed = filter !== "all" || prefix !== "";
  return (
    <VirtualTable
      // Other rows begin at the first.
      key={`${filter} ${prefix}`}
      label={words.label(lot)}
      columns={unitTableColumns(columns)}
      total={total}
      rowAt={rowAt}
      hrefOf={({ serialNumber }) => hrefTo({ screen: "unit", serialNumber })}
      order={{ by: sort, descending }}
      onOrder={() => ask({ sort: "serial-number", descending: sort === "serial-number" && !descending })}
      onSight={see}
    >
      {status === "loading" || status === "idle" ? (
        <EmptyState shape="running" title={texts.units.loading} />
      ) : narrowed ? (
        <EmptyState shape="waiting" title={words.noMatch}>
          <Button onClick={() => ask({ filter: "all", prefix: "" })}>{words.showAll}</Button>
        </EmptyState>
      ) : (
        <EmptyState shape="waiting" title={words.none} next={words.noneNext}>
          <a href={hrefTo({ screen: "line" })}>{texts.units.toLine}</a>
        </EmptyState>
      )}
    </VirtualTable>
  );
}

interface ToolsProps {
  readonly columns: readonly UnitColumn[];
  readonly onColumns: (columns: readonly UnitColumn[]) => void;
}

function Tools({ columns, onColumns }: ToolsProps) {
  const { prefix, filter, total, status, ask } = useLotUnits((state) => state);
  const words = texts.lots.units;
  return (
    <div className={css["tools"]}>
      <TextInput
        type="search"
        className={css["prefix"] ?? ""}
        aria-label={words.prefix}
        placeholder={words.prefix}
        value={prefix}
        onChange={(event) => ask({ prefix: event.currentTarget.value })}
        maxLength={128}
        autoComplete="off"
        spellCheck={false}
        size="md"
      />
      <Select
        aria-label={words.filter}
        data={filters.map((value) => ({ value, label: words.filters[value] }))}
        value={filter}
        onChange={(value) => ask({ filter: filters.find((one) => one === value) ?? "all" })}
        comboboxProps={{ transitionProps: { duration: 0 } }}
        allowDeselect={false}
        size="md"
      />
      <Order />
      <Popover position="bottom-start" transitionProps={{ duration: 0 }} withinPortal={false} trapFocus>
        <Popover.Target>
          <Button>{words.columns}</Button>
        </Popover.Target>
        <Popover.Dropdown>
          <ul className={css["columns"]}>
            {unitColumns.slice(1).map((key) => (
              <li key={key}>
                <label className={css["column"]}>
                  <input
                    type="checkbox"
                    checked={columns.includes(key)}
                    onChange={(event) =>
                      onColumns(
                        unitColumns.filter((one) =>
                          one === key ? event.currentTarget.checked : columns.includes(one),
                        ),
                      )
                    }
                  />
                  {unitTableColumns([key])[0]?.title}
                </label>
              </li>
            ))}
          </ul>
        </Popover.Dropdown>
      </Popover>
      <p className={css["count"]} role="status">
        {status === "ready" ? words.count(formatCount(total)) : ""}
      </p>
    </div>
  );
}

function Order() {
  const { sort, descending, ask } = useLotUnits((state) => state);
  const words = texts.lots.units;
  const now = orderNames.find((name) => orders[name].sort === sort && orders[name].descending === descending);
  return (
    <Select
      aria-label={words.order}
      data={orderNames.map((value) => ({ value, label: words.orders[value] }))}
      value={now ?? "newest"}
      onChange={(value) => ask(orders[orderNames.find((name) => name === value) ?? "newest"])}
      comboboxProps={{ transitionProps: { duration: 0 } }}
      allowDeselect={false}
      size="md"
    />
  );
}

function readSaved(): string | null {
  try {
    return window.localStorage.getItem(saved);
  } catch {
    return null;
  }
}

function writeSaved(columns: string): void {
  try {
    window.localStorage.setItem(saved, columns);
  } catch {
    // The choice lasts as long as the page.
  }
}
