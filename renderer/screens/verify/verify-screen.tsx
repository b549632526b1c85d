import { TextInput } from "@mantine/core";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { formatCount } from "../../locales/format.ts";
import { sentenceOf } from "../../locales/sentence-of.ts";
import { texts } from "../../locales/texts.ts";
import { hrefTo } from "../../stores/route.ts";
import { useUnits } from "../../stores/stores-context.tsx";
import { unitsPerPage } from "../../stores/units-store.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import css from "./verify-screen.module.css";
import { UnitsTable } from "./units-table.tsx";

export function VerifyScreen() {
  const reload = useUnits((state) => state.reload);
  const rest = useUnits((state) => state.rest);
  const search = useRef<HTMLInputElement>(null);
  const table = useRef<HTMLTableSectionElement>(null);
  useEffect(() => {
    void reload();
    search.current?.focus();
    return rest;
  }, [reload, rest]);
  const onSearchKey = (event: KeyboardEvent) => {
    if (event.key !== "ArrowDown") return;
    event.preventDefault();
    table.current?.querySelector("a")?.focus();
  };
  return (
    <div className={css["screen"]}>
      <div className={css["header"]}>
        <h1 className={css["title"]}>{texts.units.title}</h1>
        <Search inputRef={search} onKeyDown={onSearchKey} />
        <Newer />
      </div>
      <div className={css["list"]}>
        <Content tableRef={table} onLeave={() => search.current?.focus()} />
      </div>
      <Pager />
    </div>
  );
}

interface SearchProps {
  readonly inputRef: React.RefObject<HTMLInputElement | null>;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

function Search({ inputRef, onKeyDown }: SearchProps) {
  const search = useUnits((state) => state.search);
  const setSearch = useUnits((state) => state.setSearch);
  return (
    <TextInput
      ref={inputRef}
      type="search"
      className={css["search"] ?? ""}
      aria-label={texts.units.search}
      placeholder={texts.units.searchHint}
      value={search}
      onChange={(event) => setSearch(event.currentTarget.value)}
      onKeyDown={onKeyDown}
      maxLength={128}
      autoComplete="off"
      spellCheck={false}
      size="md"
    />
  );
}

function Newer() {
  const newer = useUnits((state) => state.newer);
  const reload = useUnits((state) => state.reload);
  return (
    <div className={css["newer"]} role="status">
      {newer === 0 ? null : <Button onClick={() => void reload()}>{texts.units.newer(newer)}</Button>}
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
  const { rows, total, offset, setOffset } = useUnits((state) => state);
  const { units } = texts;
  const last = offset + rows.length;
  const range = units.range(formatCount(offset + 1), formatCount(last), formatCount(total));
  return (
    <div className={css["pager"]}>
      <p role="status">{rows.length === 0 ? "" : range}</p>
      <Button disabled={offset === 0} onClick={() => void setOffset(offset - unitsPerPage)}>
        {units.previous}
      </Button>
      <Button disabled={last >= total} onClick={() => void setOffset(offset + unitsPerPage)}>
        {units.next}
      </Button>
    </div>
  );
}
