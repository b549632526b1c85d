import { useState } from "react";
import type { ReconcileKind, ReconcileStatus } from "../../../main/api/contract/index.ts";
import { formatCount } from "../../locales/format.ts";
import { texts } from "../../locales/texts.ts";
import { hrefTo } from "../../stores/route.ts";
import { useUnits } from "../../stores/stores-context.tsx";
import { StateShape } from "../../ui/state-shape.tsx";
import table from "../parts/table.module.css";
import css from "./reconcile-section.module.css";
import { countOf, kindShape, kinds } from "./reconcile-words.ts";

/** How many there are of each kind, and which. */
export function ReconcileKinds({ status }: { readonly status: ReconcileStatus }) {
  const [chosen, setChosen] = useState<ReconcileKind | null>(null);
  const shown = chosen ?? kinds.find((kind) => countOf(status, kind) > 0) ?? "missing";
  return (
    <>
      <div className={css["kinds"]} role="group" aria-label={texts.service.reconcile.title}>
        {kinds.map((kind) => (
          <KindButton
            key={kind}
            kind={kind}
            count={countOf(status, kind)}
            chosen={kind === shown}
            onChoose={() => setChosen(kind)}
          />
        ))}
      </div>
      <Entries status={status} kind={shown} />
    </>
  );
}

interface KindButtonProps {
  readonly kind: ReconcileKind;
  readonly count: number;
  readonly chosen: boolean;
  readonly onChoose: () => void;
}

function KindButton({ kind, count, chosen, onChoose }: KindButtonProps) {
  const shape = kindShape(kind, count);
  return (
    <button type="button" className={css["kind"]} data-state={shape} aria-pressed={chosen} onClick={onChoose}>
      <span className={css["count"]}>
        {count === 0 ? null : <StateShape shape={shape} />}
        {formatCount(count)}
      </span>
      <span>{texts.service.reconcile.kinds[kind]}</span>
    </button>
  );
}

function Entries({ status, kind }: { readonly status: ReconcileStatus; readonly kind: ReconcileKind }) {
  const words = texts.service.reconcile;
  const entries = status.first.filter((entry) => entry.kind === kind);
  const total = countOf(status, kind);
  return (
    <section className={css["entries"]} aria-label={words.kinds[kind]}>
      <p>
        {words.kindsMean[kind]}{" "}
        {total > entries.length ? words.first(formatCount(entries.length), formatCount(total)) : ""}
      </p>
      {entries.length === 0 ? (
        <p className={css["soft"]}>{words.nothing}</p>
      ) : (
        <table className={table["table"]}>
          <tbody>
            {entries.map(({ registrationId, detail }) => (
              <tr key={registrationId}>
                <th scope="row">
                  {kind === "extra" ? (
                    <code className={css["id"]}>{registrationId}</code>
                  ) : (
                    <Find id={registrationId} />
                  )}
                </th>
                <td>{detail}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

/** Leads to the unit by a search for its registration id. */
function Find({ id }: { readonly id: string }) {
  const setSearch = useUnits((state) => state.setSearch);
  return (
    <a
      className={css["id"]}
      href={hrefTo({ screen: "verify" })}
      title={texts.service.reconcile.find(id)}
      onClick={() => setSearch(id)}
    >
      {id}
    </a>
  );
}
