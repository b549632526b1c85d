import { useEffect } from "react";
import type { LotDetail } from "../../../main/api/contract/index.ts";
import { formatCount } from "../../locales/format.ts";
import { texts } from "../../locales/texts.ts";
import { useExport, useExportCheck, useLot } from "../../stores/stores-context.tsx";
import { Copyable } from "../../ui/copyable.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { TableHead } from "../parts/table-head.tsx";
import table from "../parts/table.module.css";
import { useMoment } from "../parts/use-moment.ts";
import { ExportForm } from "./export-form.tsx";
import css from "./export.module.css";
import { formats } from "./format-fields.ts";

/** What of the lot leaves the house: a new manifest, verified at once, and those made before. */
export function LotManifests({ detail }: { readonly detail: LotDetail }) {
  const status = useExport((state) => state.status);
  const clear = useExport((state) => state.clear);
  const clearCheck = useExportCheck((state) => state.clear);
  const load = useLot((state) => state.load);
  useEffect(
    () => () => {
      clear();
      clearCheck();
    },
    [clear, clearCheck],
  );
  useEffect(() => {
    if (status === "done") void load(detail.lot);
  }, [status, load, detail.lot]);
  return (
    <div className={css["manifests"]}>
      <ExportForm detail={detail} />
      <Made detail={detail} />
    </div>
  );
}

function Made({ detail }: { readonly detail: LotDetail }) {
  const moment = useMoment();
  const { files, sealed } = texts.lots;
  const { frame, exports, units } = texts;
  const nameOf = (format: string): string => {
    const known = formats.find((one) => one === format);
    return known === undefined ? format : exports.formats[known].name;
  };
  return (
    <section className={css["made"]}>
      <h2 className={css["heading"]}>{files.made}</h2>
      {detail.manifests.length === 0 ? (
        <p>{files.none}</p>
      ) : (
        <table className={table["table"]}>
          <TableHead names={[files.format, files.count, files.at, files.by, files.sha256, files.seal]} />
          <tbody>
            {detail.manifests.map(({ format, count, sha256, operator, at }) => (
              <tr key={`${at} ${sha256}`}>
                <th scope="row">{nameOf(format)}</th>
                <td>{formatCount(count)}</td>
                <td className={table["nowrap"]}>{moment(at)}</td>
                <td>{operator ?? units.none}</td>
                <td className={css["digest"]}>
                  <Copyable short value={sha256} label={frame.copy(files.sha256)} copiedLabel={frame.copied} />
                </td>
                <td>{format === "sealed" ? <StateMark shape="pass" word={sealed} /> : units.none}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
