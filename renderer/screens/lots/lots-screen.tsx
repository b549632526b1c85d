import { TextInput } from "@mantine/core";
import { useEffect, useState } from "react";
import type { Lot } from "../../../main/api/contract/index.ts";
import { formatCount } from "../../locales/format.ts";
import { sentenceOf } from "../../locales/sentence-of.ts";
import { texts } from "../../locales/texts.ts";
import { useLots } from "../../stores/stores-context.tsx";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { LotDialog } from "../parts/lot-dialog.tsx";
import css from "./lots-screen.module.css";
import { LotsTable } from "./lots-table.tsx";
import { VerifyFileButton } from "./verify-file-button.tsx";

const shownFirst = 100;

/** All lots: what is built, what was, and what of it went out sealed. */
export function LotsScreen() {
  const load = useLots((state) => state.load);
  const scanned = useLots((state) => state.scanned);
  const setScanned = useLots((state) => state.setScanned);
  const [opening, setOpening] = useState(false);
  useEffect(() => void load(), [load]);
  const opened = opening || scanned !== null;
  return (
    <div className={css["screen"]}>
      <div className={css["header"]}>
        <h1 className={css["title"]}>{texts.lots.title}</h1>
        <Button size="line" look="primary" aria-haspopup="dialog" onClick={() => setOpening(true)}>
          {texts.lot.open}
        </Button>
        <div className={css["verify"]}>
          <VerifyFileButton />
          <span className={css["soft"]}>{texts.lots.dropHint}</span>
        </div>
      </div>
      <Content />
      <LotDialog
        key={scanned}
        opened={opened}
        name={scanned ?? ""}
        onClose={() => {
          setOpening(false);
          setScanned(null);
        }}
      />
    </div>
  );
}

function Content() {
  const { lots, status, problem, load } = useLots((state) => state);
  const [search, setSearch] = useState("");
  const [onlyOpen, setOnlyOpen] = useState(false);
  const [most, setMost] = useState(shownFirst);
  const words = texts.lots;
  if (status === "failed" && problem !== null) {
    return (
      <EmptyState shape="fail" title={sentenceOf(problem)} next={problem.code}>
        <Button onClick={() => void load()}>{texts.frame.tryAgain}</Button>
      </EmptyState>
    );
  }
  if (lots.length === 0 && status !== "ready") return <EmptyState shape="running" title={texts.lot.loading} />;
  if (lots.length === 0) return <EmptyState shape="waiting" title={words.none} next={words.noneNext} />;
  const found = lots.filter((lot) => matches(lot, search) && (!onlyOpen || lot.state === "open"));
  return (
    <>
      <div className={css["filters"]}>
        <TextInput
          type="search"
          className={css["search"] ?? ""}
          aria-label={words.find}
          placeholder={words.findHint}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          maxLength={128}
          autoComplete="off"
          spellCheck={false}
          size="md"
        />
        <label className={css["only"]}>
          <input type="checkbox" checked={onlyOpen} onChange={(event) => setOnlyOpen(event.currentTarget.checked)} />
          {words.onlyOpen}
        </label>
      </div>
      <div className={css["list"]}>
        {found.length === 0 ? (
          <EmptyState shape="waiting" title={words.notFound(search.trim())} next={texts.units.notFoundNext} />
        ) : (
          <LotsTable lots={found.slice(0, most)} />
        )}
        {found.length > most ? (
          <Button className={css["more"] ?? ""} onClick={() => setMost(most + shownFirst)}>
            {words.more(formatCount(found.length - most))}
          </Button>
        ) : null}
      </div>
    </>
  );
}

const matches = ({ lot, model, recipe }: Lot, search: string): boolean =>
  `${lot}\n${model}\n${recipe}`.toLowerCase().includes(search.trim().toLowerCase());
