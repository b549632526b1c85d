import { useState } from "react";
import type { Problem, WhenPassed } from "../../../../main/api/contract/index.ts";
import { formatCount } from "../../../locales/format.ts";
import { engineer } from "../../../locales/texts.ts";
import { useLabels } from "../../../stores/stores-context.tsx";
import { StateMark } from "../../../ui/state-mark.tsx";
import { Toggle } from "../../../ui/toggle.tsx";
import { Refused } from "../../parts/refused.tsx";
import { ChoiceField } from "./choice-field.tsx";
import css from "./labels.module.css";

/** No label has this name. */
const nothing = "-";
const mostCopies = 10;

/** What is printed of units whose recipe says nothing of labels; kept as soon as it is chosen. */
export function WhenPassedForm() {
  const words = engineer.labels;
  const labels = useLabels((state) => state.labels.items);
  const now = useLabels((state) => state.whenPassed);
  const put = useLabels((state) => state.setWhenPassed);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [saved, setSaved] = useState(false);
  const keep = async (wanted: WhenPassed | null) => {
    const refused = await put(wanted);
    setProblem(refused);
    setSaved(refused === null);
  };
  return (
    <section className={css["group"]} aria-label={words.whenPassed}>
      <h3 className={css["heading"]}>{words.whenPassed}</h3>
      <p className={css["soft"]}>{words.whenPassedAbout}</p>
      <div className={css["form"]}>
        <ChoiceField
          label={words.label}
          hint={words.labelHint}
          choices={[
            { value: nothing, label: words.nothing },
            ...labels.map(({ name }) => ({ value: name, label: name })),
          ]}
          value={now?.template ?? nothing}
          onChange={(value) => void keep(value === nothing ? null : { ...now, template: value })}
        />
        {now === null ? null : <Details now={now} onChange={(wanted) => void keep(wanted)} />}
        <div className={css["send"]}>
          <p role="status">{saved ? <StateMark shape="pass" word={words.saved} /> : null}</p>
          <Refused problem={problem} />
        </div>
      </div>
    </section>
  );
}

interface DetailsProps {
  readonly now: WhenPassed;
  readonly onChange: (wanted: WhenPassed) => void;
}

/** Where, how many, and whether each is scanned. */
function Details({ now, onChange }: DetailsProps) {
  const words = engineer.labels;
  const printers = useLabels((state) => state.printers.items);
  const { printer = nothing, ...others } = now;
  return (
    <>
      <ChoiceField
        label={words.printer}
        hint={words.printerHint}
        choices={[
          { value: nothing, label: words.firstPrinter },
          ...printers.map(({ name }) => ({ value: name, label: name })),
        ]}
        value={printer}
        onChange={(chosen) => onChange(chosen === nothing ? others : { ...others, printer: chosen })}
      />
      <ChoiceField
        label={words.copies}
        hint={words.copiesHint}
        choices={Array.from({ length: mostCopies }, (_none, index) => ({
          value: String(index + 1),
          label: formatCount(index + 1),
        }))}
        value={String(now.copies ?? 1)}
        onChange={(value) => onChange({ ...now, copies: Number(value) })}
      />
      <Toggle
        label={words.scanBack}
        description={words.scanBackHint}
        checked={now.scanBack ?? false}
        onChange={(scanBack) => onChange({ ...now, scanBack })}
      />
    </>
  );
}
