import { useState } from "react";
import type { Problem } from "../../../../main/api/contract/index.ts";
import { formatMillimetres } from "../../../locales/format.ts";
import { engineer } from "../../../locales/texts.ts";
import type { ListedLabel } from "../../../stores/labels-store.ts";
import { useLabelEditor, useLabels } from "../../../stores/stores-context.tsx";
import { AskTwice } from "../../../ui/ask-twice.tsx";
import { Button } from "../../../ui/button.tsx";
import { StateMark } from "../../../ui/state-mark.tsx";
import { Listed } from "../../parts/listed.tsx";
import { Refused } from "../../parts/refused.tsx";
import css from "./labels.module.css";

/** The labels that are drawn up. */
export function LabelShelf() {
  const words = engineer.labels;
  const labels = useLabels((state) => state.labels);
  const load = useLabels((state) => state.load);
  const open = useLabelEditor((state) => state.open);
  const problem = useLabelEditor((state) => state.problem);
  return (
    <section className={css["group"]} aria-label={words.list}>
      <h3 className={css["heading"]}>{words.list}</h3>
      <Listed load={load} listing={labels} none={{ title: words.none, next: words.noneNext }}>
        {(items) => (
          <ul className={css["rows"]}>
            {items.map((label) => (
              <LabelRow key={label.name} label={label} onOpen={() => void open(label.name)} />
            ))}
          </ul>
        )}
      </Listed>
      <Refused problem={problem} />
      <div>
        <Button look="primary" size="line" onClick={() => void open(null)}>
          {words.add}
        </Button>
      </div>
    </section>
  );
}

function LabelRow({
  label: { name, width, height, fault },
  onOpen,
}: {
  readonly label: ListedLabel;
  readonly onOpen: () => void;
}) {
  const words = engineer.labels;
  const remove = useLabels((state) => state.removeLabel);
  const [asks, setAsks] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  return (
    <li className={css["row"]} aria-label={name}>
      <span className={css["who"]}>
        <strong>{name}</strong>
        {fault === null ? (
          <span className={css["soft"]}>{words.size(formatMillimetres(width), formatMillimetres(height))}</span>
        ) : (
          <StateMark shape="fail" word={words.damaged} />
        )}
      </span>
      <span className={css["acts"]}>
        {fault === null ? (
          <Button aria-label={words.openOf(name)} onClick={onOpen}>
            {words.open}
          </Button>
        ) : null}
        <Button look="quiet" aria-label={words.removeOf(name)} aria-expanded={asks} onClick={() => setAsks(!asks)}>
          {words.remove}
        </Button>
      </span>
      {asks ? (
        <div className={css["wide"]}>
          <AskTwice
            first={{ ask: words.removeAsk(name), act: words.remove }}
            last={{ ask: words.removeSure(name), act: words.removeLast(name) }}
            keep={words.keep}
            onKeep={() => setAsks(false)}
            onAct={() => void remove(name).then(setProblem)}
          />
        </div>
      ) : null}
      <Refused problem={problem} />
    </li>
  );
}
