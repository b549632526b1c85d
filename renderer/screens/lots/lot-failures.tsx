import { useEffect } from "react";
import { formatCount, formatShare } from "../../locales/format.ts";
import { sentenceOf } from "../../locales/sentence-of.ts";
import { texts } from "../../locales/texts.ts";
import { useLot } from "../../stores/stores-context.tsx";
import { ProgressBar } from "../../ui/progress-bar.tsx";
import { Listed } from "../parts/listed.tsx";
import { TableHead } from "../parts/table-head.tsx";
import table from "../parts/table.module.css";
import { useMoment } from "../parts/use-moment.ts";
import css from "./lot-failures.module.css";

/** What failed in the lot by code, the most frequent first. */
export function LotFailures() {
  const failures = useLot((state) => state.failures);
  const load = useLot((state) => state.loadFailures);
  const moment = useMoment();
  useEffect(() => void load(), [load]);
  const words = texts.lots.failure;
  const all = failures.items.reduce((sum, { runs }) => sum + runs, 0);
  return (
    <div className={css["failures"]}>
      <Listed listing={failures} none={{ title: words.none, next: words.noneNext, shape: "pass" }} load={load}>
        {(items) => (
          <table className={table["table"]}>
            <TableHead names={[words.code, words.what, words.count, words.share, words.units, words.last]} />
            <tbody>
              {items.map(({ code, sentence, runs, units, lastAt }) => (
                <tr key={code}>
                  <th scope="row">
                    <code className={css["code"]}>{code}</code>
                  </th>
                  <td>{sentenceOf({ code, sentence })}</td>
                  <td>{formatCount(runs)}</td>
                  <td className={css["share"]}>
                    {formatShare(runs / all)}
                    <ProgressBar label={code} value={runs} total={all} />
                  </td>
                  <td>{formatCount(units)}</td>
                  <td className={table["nowrap"]}>{lastAt === null ? texts.units.none : moment(lastAt)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Listed>
    </div>
  );
}
