import { useState } from "react";
import type { PrinterView } from "../../../../main/api/contract/index.ts";
import { formatCount } from "../../../locales/format.ts";
import { sentenceOf } from "../../../locales/sentence-of.ts";
import { engineer } from "../../../locales/texts.ts";
import type { PrinterAnswer } from "../../../stores/labels-store.ts";
import { useLabels } from "../../../stores/stores-context.tsx";
import { AskTwice } from "../../../ui/ask-twice.tsx";
import { Button } from "../../../ui/button.tsx";
import { StateMark } from "../../../ui/state-mark.tsx";
import type { ShapeName } from "../../../ui/state-shape.tsx";
import { Listed } from "../../parts/listed.tsx";
import css from "./labels.module.css";
import { PrinterForm } from "./printer-form.tsx";

/** Where labels come out. */
export function Printers() {
  const words = engineer.labels;
  const printers = useLabels((state) => state.printers);
  const load = useLabels((state) => state.load);
  const [adds, setAdds] = useState(false);
  return (
    <section className={css["group"]} aria-label={words.printers}>
      <h3 className={css["heading"]}>{words.printers}</h3>
      <Listed load={load} listing={printers} none={{ title: words.noPrinters, next: words.noPrintersNext }}>
        {(items) => (
          <ul className={css["rows"]}>
            {items.map((printer) => (
              <PrinterRow key={printer.name} printer={printer} />
            ))}
          </ul>
        )}
      </Listed>
      {adds ? (
        <PrinterForm known={null} onDone={() => setAdds(false)} />
      ) : (
        <div>
          <Button size="line" onClick={() => setAdds(true)}>
            {words.addPrinter}
          </Button>
        </div>
      )}
    </section>
  );
}

function PrinterRow({ printer }: { readonly printer: PrinterView }) {
  const words = engineer.labels;
  const { name, kind, address, waiting } = printer;
  const ask = useLabels((state) => state.ask);
  const remove = useLabels((state) => state.removePrinter);
  const [open, setOpen] = useState<"none" | "change" | "remove">("none");
  const toggle = (what: "change" | "remove") => setOpen(open === what ? "none" : what);
  return (
    <li className={css["row"]} aria-label={name}>
      <span className={css["who"]}>
        <strong>{name}</strong>
        <span className={css["soft"]}>
          {words.kinds[kind]} · {address}
        </span>
        {waiting === 0 ? null : <span className={css["soft"]}>{words.waiting(formatCount(waiting))}</span>}
      </span>
      <Answer printer={printer} />
      <span className={css["acts"]}>
        <Button aria-label={words.askOf(name)} onClick={() => void ask(name)}>
          {words.ask}
        </Button>
        <Button aria-label={words.changeOf(name)} aria-expanded={open === "change"} onClick={() => toggle("change")}>
          {words.change}
        </Button>
        <Button
          look="quiet"
          aria-label={words.removePrinterOf(name)}
          aria-expanded={open === "remove"}
          onClick={() => toggle("remove")}
        >
          {words.remove}
        </Button>
      </span>
      <div className={css["wide"]}>
        {open === "change" ? <PrinterForm known={printer} onDone={() => setOpen("none")} /> : null}
        {open === "remove" ? (
          <AskTwice
            first={{ ask: words.removePrinterAsk(name), act: words.remove }}
            last={{ ask: words.removePrinterSure(name), act: words.removePrinterLast(name) }}
            keep={words.keep}
            onKeep={() => setOpen("none")}
            onAct={() => void remove(name)}
          />
        ) : null}
      </div>
    </li>
  );
}

const shapes: Readonly<Record<PrinterAnswer["state"], ShapeName>> = {
  asking: "running",
  ready: "pass",
  unknown: "off",
  problem: "fail",
};

/** What it said when it was asked, else why the last label did not come out. */
function Answer({ printer: { name, problem } }: { readonly printer: PrinterView }) {
  const asked = useLabels((state) => state.answers[name]);
  const state = asked?.state ?? (problem === null ? null : "problem");
  const wrong = asked === undefined ? problem : asked.problem;
  return (
    <span className={css["answer"]} role="status">
      {state === null ? null : (
        <StateMark shape={shapes[state]} word={wrong === null ? engineer.labels.answers[state] : sentenceOf(wrong)} />
      )}
      {wrong === null ? null : <code className={css["code"]}>{wrong.code}</code>}
    </span>
  );
}
