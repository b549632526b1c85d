import { type KeyboardEvent, useRef } from "react";
import type { Lot } from "../../../main/api/contract/index.ts";
import { formatCount, formatShare } from "../../locales/format.ts";
import { texts } from "../../locales/texts.ts";
import { hrefTo } from "../../stores/route.ts";
import { useLots } from "../../stores/stores-context.tsx";
import { ProgressBar } from "../../ui/progress-bar.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { useMoment } from "../parts/use-moment.ts";
import { TableHead } from "../parts/table-head.tsx";
import css from "./lots-table.module.css";
import { lotShapes } from "./lot-shapes.ts";

/** Arrow keys go from lot to lot, Enter opens; the whole row is the link. */
export function LotsTable({ lots }: { readonly lots: readonly Lot[] }) {
  const body = useRef<HTMLTableSectionElement>(null);
  const { lots: words, lot: lotWords } = texts;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const links = [...(body.current?.querySelectorAll("a") ?? [])];
    const next =
      links[links.findIndex((link) => link === document.activeElement) + (event.key === "ArrowDown" ? 1 : -1)];
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
  };
  const heads = [
    words.state,
    lotWords.lot,
    lotWords.product,
    lotWords.done,
    lotWords.firstPass,
    words.opened,
    words.closed,
    words.sealed,
  ];
  return (
    <table className={css["table"]}>
      <TableHead names={heads} />
      <tbody ref={body} onKeyDown={onKeyDown}>
        {lots.map((lot) => (
          <Row key={lot.lot} lot={lot} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ lot }: { readonly lot: Lot }) {
  const current = useLots((state) => state.current?.lot === lot.lot);
  const moment = useMoment();
  const { lots: words, units } = texts;
  const said = (at: string | null, by: string | null) =>
    at === null ? units.none : by === null ? moment(at) : words.by(moment(at), by);
  return (
    <tr className={css["row"]}>
      <td>
        <StateMark shape={lotShapes[lot.state]} word={words.states[lot.state]} />
        {current ? <span className={css["note"]}>{words.onTheLine}</span> : null}
      </td>
      <th scope="row">
        <a href={hrefTo({ screen: "lot", lot: lot.lot, section: "units" })}>{lot.lot}</a>
      </th>
      <td>
        {lot.model}
        <span className={css["note"]}>{lot.recipe}</span>
      </td>
      <td className={css["done"]}>
        {formatCount(lot.done)}
        {lot.quantity === null ? null : (
          <>
            <span className={css["soft"]}> / {formatCount(lot.quantity)}</span>
            <ProgressBar label={`${texts.lot.done} ${lot.lot}`} value={lot.done} total={lot.quantity} />
          </>
        )}
      </td>
      <td>{lot.firstPassYield === null ? units.none : formatShare(lot.firstPassYield)}</td>
      <td>{said(lot.openedAt, lot.openedBy)}</td>
      <td>{said(lot.closedAt, lot.closedBy)}</td>
      <td>
        {lot.sealedAt === null ? (
          <span className={css["soft"]}>{words.notSealed}</span>
        ) : (
          <StateMark shape="pass" word={moment(lot.sealedAt)} />
        )}
      </td>
    </tr>
  );
}
