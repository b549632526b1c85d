import { useState } from "react";
import { engineer } from "../../../locales/texts.ts";
import { useLabelEditor, useLabels } from "../../../stores/stores-context.tsx";
import { Button } from "../../../ui/button.tsx";
import { StateMark } from "../../../ui/state-mark.tsx";
import { ChoiceField } from "./choice-field.tsx";
import css from "./labels.module.css";

/** The label as it stands, printed to look at. */
export function TestPrint() {
  const words = engineer.labels;
  const printers = useLabels((state) => state.printers.items);
  const testPrint = useLabelEditor((state) => state.testPrint);
  const busy = useLabelEditor((state) => state.busy);
  const done = useLabelEditor((state) => state.done);
  const wrong = useLabelEditor((state) => (state.preview?.faults.length ?? 1) > 0);
  const [chosen, setChosen] = useState<string | null>(null);
  const printer = chosen ?? printers[0]?.name;
  if (printer === undefined) return <p className={css["soft"]}>{words.noPrinters}</p>;
  return (
    <section className={css["send"]} aria-label={words.testPrint}>
      <ChoiceField
        label={words.testPrinter}
        value={printer}
        choices={printers.map(({ name }) => ({ value: name, label: name }))}
        onChange={setChosen}
      />
      <Button disabled={busy || wrong} onClick={() => void testPrint(printer)}>
        {words.testPrint}
      </Button>
      <p role="status">{done === "printed" ? <StateMark shape="pass" word={words.printed} /> : null}</p>
    </section>
  );
}
