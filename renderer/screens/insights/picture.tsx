import { type ReactNode, useState } from "react";
import { texts } from "../../locales/texts.ts";
import { Button } from "../../ui/button.tsx";
import { TableHead } from "../parts/table-head.tsx";
import tableCss from "../parts/table.module.css";
import css from "./insights-screen.module.css";

interface PictureProps {
  readonly title: string;
  readonly about: string;
  readonly columns: readonly string[];
  /** The same as the picture shows, as text. */
  readonly rows: readonly (readonly string[])[];
  /** The picture. */
  readonly children: ReactNode;
}

/** One question with its answer, drawn, or as a table at a press. */
export function Picture({ title, about, columns, rows, children }: PictureProps) {
  const [tabular, setTabular] = useState(false);
  const { insights } = texts;
  return (
    <section className={css["picture"]} aria-label={title}>
      <header>
        <div>
          <h2 className={css["question"]}>{title}</h2>
          <p className={css["about"]}>{about}</p>
        </div>
        <Button
          look="quiet"
          aria-label={`${title} ${tabular ? insights.picture : insights.table}`}
          onClick={() => setTabular(!tabular)}
        >
          {tabular ? insights.picture : insights.table}
        </Button>
      </header>
      {/* Scrolled by keys too. */}
      <div className={css["drawn"]} {...(tabular ? { tabIndex: 0, role: "group", "aria-label": title } : {})}>
        {tabular ? <FigureTable columns={columns} rows={rows} /> : children}
      </div>
    </section>
  );
}

const FigureTable = ({ columns, rows }: Pick<PictureProps, "columns" | "rows">) => (
  <table className={tableCss["table"]}>
    <TableHead names={columns} />
    <tbody>
      {rows.map((row) => (
        <tr key={row.join("|")}>
          {row.map((cell, index) =>
            index === 0 ? (
              <th key={columns[index]} scope="row">
                {cell}
              </th>
            ) : (
              <td key={columns[index]}>{cell}</td>
            ),
          )}
        </tr>
      ))}
    </tbody>
  </table>
);
