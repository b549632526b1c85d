import { useState } from "react";
import type { ExportFormat, LotDetail } from "../../../main/api/contract/index.ts";
import { texts } from "../../locales/texts.ts";
import { useExport, useExportCheck } from "../../stores/stores-context.tsx";
import { Button } from "../../ui/button.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { ExportOutcome } from "./export-outcome.tsx";
import css from "./export.module.css";
import { fieldsOf, formats } from "./format-fields.ts";

/** Which format, who wants it, what will be in it and what never is. */
export function ExportForm({ detail }: { readonly detail: LotDetail }) {
  const [format, setFormat] = useState<ExportFormat>("sealed");
  const { status, run, clear } = useExport((state) => state);
  const clearCheck = useExportCheck((state) => state.clear);
  const running = status === "running";
  const { exports, lots } = texts;
  const words = lots.files;
  // A file of another format must not stand beside the new choice.
  const choose = (one: ExportFormat) => {
    clear();
    clearCheck();
    setFormat(one);
  };
  return (
    <div className={css["columns"]}>
      <fieldset className={css["formats"]} disabled={running}>
        <legend className={css["heading"]}>{words.new}</legend>
        {formats.map((one) => (
          <FormatChoice key={one} format={one} checked={one === format} onChoose={() => choose(one)} />
        ))}
      </fieldset>
      <div className={css["act"]}>
        <p>
          <strong>{words.contains}:</strong> {fieldsOf[format].map((field) => words.fields[field]).join(" · ")}
        </p>
        <p className={css["never"]}>{exports.never}</p>
        {detail.state === "open" ? <StateMark shape="attention" word={words.open} /> : null}
        <Button look="primary" size="line" disabled={running} onClick={() => void run(detail.lot, format)}>
          {exports.run}
        </Button>
        <ExportOutcome />
      </div>
    </div>
  );
}

interface FormatChoiceProps {
  readonly format: ExportFormat;
  readonly checked: boolean;
  readonly onChoose: () => void;
}

function FormatChoice({ format, checked, onChoose }: FormatChoiceProps) {
  const { name, lines } = texts.exports.formats[format];
  return (
    <label className={css["format"]} data-checked={checked}>
      <input type="radio" name="format" value={format} checked={checked} onChange={onChoose} />
      <span>
        <strong>{name}</strong>
        {lines.map((line) => (
          <span key={line} className={css["about"]}>
            {line}
          </span>
        ))}
      </span>
    </label>
  );
}
