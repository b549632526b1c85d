import { Select } from "@mantine/core";
import { useState } from "react";
import type { ExportFormat, Lot } from "../../../main/api/contract/index.ts";
import { formatCount } from "../../locales/format.ts";
import { texts } from "../../locales/texts.ts";
import { useExport } from "../../stores/stores-context.tsx";
import { Button } from "../../ui/button.tsx";
import css from "./export-screen.module.css";

interface ExportFormProps {
  readonly lots: readonly Lot[];
  readonly lot: string;
  readonly onLot: (lot: string) => void;
}

const formats: readonly ExportFormat[] = ["csv", "jsonl", "sealed", "dps-bulk", "devices-txt", "jws"];

export function ExportForm({ lots, lot, onLot }: ExportFormProps) {
  const [format, setFormat] = useState<ExportFormat>("csv");
  const { status, run, clear } = useExport((state) => state);
  const running = status === "running";
  const { exports } = texts;
  // A file of another lot or format must not stand beside the new choice.
  const choose = (change: () => void) => {
    clear();
    change();
  };
  return (
    <section className={css["form"]}>
      <Select
        label={exports.lot}
        data={lots.map(({ lot, model, done }) => ({
          value: lot,
          label: exports.lotOption(lot, model, formatCount(done)),
        }))}
        value={lot}
        onChange={(value) => value !== null && choose(() => onLot(value))}
        comboboxProps={{ transitionProps: { duration: 0 } }}
        allowDeselect={false}
        searchable={lots.length > 8}
        disabled={running}
        size="md"
      />
      <fieldset className={css["formats"]} disabled={running}>
        <legend>{exports.format}</legend>
        {formats.map((one) => (
          <FormatChoice key={one} format={one} checked={one === format} onChoose={() => choose(() => setFormat(one))} />
        ))}
      </fieldset>
      <div className={css["act"]}>
        <p className={css["never"]}>{exports.never}</p>
        <Button look="primary" size="line" disabled={running} onClick={() => void run(lot, format)}>
          {exports.run}
        </Button>
      </div>
    </section>
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
