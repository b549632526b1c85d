import type { ServiceCheck } from "../../../main/api/contract/index.ts";
import { formatTime } from "../../locales/format.ts";
import { sentenceOf } from "../../locales/sentence-of.ts";
import { texts } from "../../locales/texts.ts";
import { useService, useServiceCheck } from "../../stores/stores-context.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { type ShapeName, StateShape } from "../../ui/state-shape.tsx";
import { TableHead } from "./table-head.tsx";
import css from "./check-lines.module.css";
import { checkName, checkVerdict, verdictShapes } from "./check-words.ts";
import table from "./table.module.css";

/** One line on top: what is wrong, and who can mend it. */
export function CheckVerdictLine() {
  const words = texts.service.check;
  const { status, service, startedAt, results, problem } = useServiceCheck((state) => state);
  const none = useService((state) => state.services.status === "ready" && state.services.items.length === 0);
  switch (status) {
    case "idle":
      return none ? (
        <EmptyState shape="off" title={texts.service.none} next={texts.service.noneNext} />
      ) : (
        <EmptyState shape="waiting" title={words.idle} next={words.idleNext} />
      );
    case "running":
      return <Line shape="running" title={words.running} lines={[service]} />;
    case "cancelled":
      return <Line shape="off" title={words.cancelled} lines={[]} />;
    case "failed":
      return <Line shape="fail" title={problem === null ? "" : sentenceOf(problem)} lines={[problem?.code ?? ""]} />;
    case "done": {
      const { shape, title, found, who } = checkVerdict(service, results);
      return <Line shape={shape} title={title} who={who} lines={[found, formatTime(startedAt)]} />;
    }
  }
}

interface LineProps {
  readonly shape: ShapeName;
  readonly title: string;
  /** Who can mend it. */
  readonly who?: string;
  readonly lines: readonly string[];
}

const Line = ({ shape, title, who = "", lines }: LineProps) => (
  <div className={css["verdict"]} data-state={shape} role="status">
    <span className={css["shape"]}>
      <StateShape shape={shape} progress={0.3} />
    </span>
    <div>
      <h3 className={css["title"]}>{title}</h3>
      {who === "" ? null : <p className={css["who"]}>{who}</p>}
      <p className={css["lines"]}>{lines.filter((line) => line !== "").join(" · ")}</p>
    </div>
  </div>
);

export const CheckResults = ({ results }: { readonly results: readonly ServiceCheck[] }) => {
  const words = texts.service.check;
  return (
    <table className={`${table["table"]} ${css["results"]}`}>
      <TableHead names={[words.check, words.verdict, words.found, words.whoMends]} />
      <tbody>
        {results.map(({ check, verdict, found, whoMends }) => (
          <tr key={check}>
            <th scope="row">{checkName(check)}</th>
            <td>
              <StateMark shape={verdictShapes[verdict]} word={words.verdicts[verdict]} />
            </td>
            <td className={css["found"]}>{found}</td>
            <td>{whoMends === null ? "" : words.menders[whoMends]}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};
