import { useEffect, useRef } from "react";
import { formatCount } from "../../locales/format.ts";
import { sentenceOf } from "../../locales/sentence-of.ts";
import { texts } from "../../locales/texts.ts";
import { hrefTo } from "../../stores/route.ts";
import { useFind, useUnits } from "../../stores/stores-context.tsx";
import { unitsPerPage } from "../../stores/units-store.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { FindBar } from "./find-bar.tsx";
import { Found } from "./found.tsx";
import { RoomHints } from "./room-hints.tsx";
import { UnitsTable } from "./units-table.tsx";
import css from "./verify-screen.module.css";

/** The room QA comes into: one field, what waits for a verification, and all units. */
export function VerifyScreen() {
  const reload = useUnits((state) => state.reload);
  const rest = useUnits((state) => state.rest);
  const finding = useFind((state) => state.finding);
  const forget = useFind((state) => state.forget);
  const search = useRef<HTMLInputElement>(null);
  const table = useRef<HTMLTableSectionElement>(null);
  useEffect(() => {
    void reload();
    return () => {
      rest();
      forget();
    };
  }, [reload, rest, forget]);
  return (
    <div className={css["screen"]}>
      <FindBar focused narrows inputRef={search} onDown={() => table.current?.querySelector("a")?.focus()}>
        <h1 className={css["title"]}>{texts.verify.find.title}</h1>
      </FindBar>
      <RoomHints />
      <div className={css["list"]}>
        {finding === null ? (
          <Content tableRef={table} onLeave={() => search.current?.focus()} />
        ) : (
          <Found finding={finding} />
        )}
      </div>
      <Pager />
    </div>
  );
}

interface ContentProps {
  readonly tableRef: React.RefObject<HTMLTableSectionElement | null>;
  readonly onLeave: () => void;
}

function Content({ tableRef, onLeave }: ContentProps) {
  const { rows, status, problem, search, reload, setSearch } = useUnits((state) => state);
  const { units } = texts;
  if (status === "failed" && problem !== null) {
    return (
      <EmptyState shape="fail" title={sentenceOf(problem)} next={problem.code}>
        <Button onClick={() => void reload()}>{texts.frame.tryAgain}</Button>
      </EmptyState>
    );
  }
  if (rows.length > 0) return <UnitsTable rows={rows} bodyRef={tableRef} onLeave={onLeave} />;
  if (status !== "ready") return <EmptyState shape="running" title={units.loading} />;
  if (search.trim() !== "") {
    return (
      <EmptyState shape="waiting" title={units.notFound(search.trim())} next={units.notFoundNext}>
        <Button onClick={() => setSearch("")}>{units.clear}</Button>
      </EmptyState>
    );
  }
  return (
    <EmptyState shape="waiting" title={units.empty} next={units.emptyNext}>
      <a href={hrefTo({ screen: "line" })}>{units.toLine}</a>
    </EmptyState>
  );
}

function Pager() {
  const { rows, total, offset, setOffset, newer, reload } = useUnits((state) => state);
  const { units } = texts;
  const last = offset + rows.length;
  const range = units.range(formatCount(offset + 1), formatCount(last), formatCount(total));
  return (
    <div className={css["pager"]}>
      <p role="status">{rows.length === 0 ? "" : range}</p>
      <div className={css["newer"]} role="status">
        {newer === 0 ? null : <Button onClick={() => void reload()}>{units.newer(newer)}</Button>}
      </div>
      <Button disabled={offset === 0} onClick={() => void setOffset(offset - unitsPerPage)}>
        {units.previous}
      </Button>
      <Button disabled={last >= total} onClick={() => void setOffset(offset + unitsPerPage)}>
        {units.next}
      </Button>
    </div>
  );
}
