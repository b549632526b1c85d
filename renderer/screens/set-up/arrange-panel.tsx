import { type KeyboardEvent, useState } from "react";
import type { Problem } from "../../../main/api/contract/index.ts";
import { engineer } from "../../locales/texts.ts";
import { useFixture, useLine } from "../../stores/stores-context.tsx";
import { Button } from "../../ui/button.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { Refused } from "../parts/refused.tsx";
import css from "./arrange-panel.module.css";
import { type Arranged, arrangedOf, placesOf, resized, swapped } from "./arranged.ts";
import { SettingsField } from "./settings-field.tsx";
import { wholeNumber } from "./whole-number.ts";

/** A small picture of the fixture in which the slots are put where they are. */
export function ArrangePanel() {
  const view = useFixture((state) => state.view);
  const arrange = useFixture((state) => state.arrange);
  const ids = useLine((state) => state.slots.map(({ id }) => id).join("\n"));
  const [draft, setDraft] = useState<Arranged | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [saved, setSaved] = useState(false);
  const words = engineer.fixture;
  if (ids === "") return null;
  const shown = draft ?? arrangedOf(view, ids.split("\n"));
  const change = (next: Arranged) => {
    setSaved(false);
    setDraft(next);
  };
  const send = async (order: Parameters<typeof arrange>[0]) => {
    const refused = await arrange(order);
    setProblem(refused);
    setSaved(refused === null);
    if (refused === null) setDraft(null);
  };
  const save = () => send({ size: { rows: shown.rows, columns: shown.columns }, places: placesOf(shown) });
  return (
    <section className={css["panel"]} aria-label={words.arrange}>
      <h3 className={css["heading"]}>{words.arrange}</h3>
      <p className={css["soft"]}>{words.arrangeAbout}</p>
      {/* What is typed stays while it is not saved. */}
      <SizeFields key={JSON.stringify([view?.size, ids])} shown={shown} onChange={change} />
      <Cells shown={shown} onChange={change} />
      <div className={css["acts"]}>
        <Button look="primary" onClick={() => void save()}>
          {words.save}
        </Button>
        {view?.size === null ? null : <Button onClick={() => void send(null)}>{words.byNumber}</Button>}
        <span role="status">{saved ? <StateMark shape="pass" word={words.saved} /> : null}</span>
      </div>
      <Refused problem={problem} />
    </section>
  );
}

interface GridProps {
  readonly shown: Arranged;
  readonly onChange: (next: Arranged) => void;
}

function SizeFields({ shown, onChange }: GridProps) {
  const [rows, setRows] = useState(String(shown.rows));
  const [columns, setColumns] = useState(String(shown.columns));
  const words = engineer.fixture;
  const next = resized(shown, wholeNumber(rows, 1, 32) ?? 0, wholeNumber(columns, 1, 32) ?? 0);
  const wrong = next === null ? words.gridWrong : null;
  const take = () => {
    if (next !== null && (next.rows !== shown.rows || next.columns !== shown.columns)) onChange(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") take();
  };
  return (
    <div className={css["size"]} onBlur={take} onKeyDown={onKeyDown} role="group" aria-label={words.arrange}>
      <SettingsField label={words.rows} hint={words.gridHint} value={rows} onChange={setRows} error={wrong} most={2} />
      <SettingsField label={words.columns} hint={words.gridHint} value={columns} onChange={setColumns} most={2} />
    </div>
  );
}

const steps: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
};

function Cells({ shown, onChange }: GridProps) {
  const [picked, setPicked] = useState<number | null>(null);
  const words = engineer.fixture;
  const press = (index: number) => {
    if (picked === null) return setPicked(shown.cells[index] === null ? null : index);
    if (picked !== index) onChange(swapped(shown, picked, index));
    setPicked(null);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const cells = [...event.currentTarget.querySelectorAll("button")];
    const index = cells.findIndex((cell) => cell === document.activeElement);
    const step = steps[event.key];
    if (event.key === "Escape") setPicked(null);
    if (step === undefined || index === -1) return;
    const row = Math.floor(index / shown.columns) + step[0];
    const column = (index % shown.columns) + step[1];
    if (row < 0 || row >= shown.rows || column < 0 || column >= shown.columns) return;
    event.preventDefault();
    cells[row * shown.columns + column]?.focus();
  };
  const pickedName = picked === null ? null : shown.cells[picked];
  return (
    <>
      <div
        className={css["cells"]}
        style={{ gridTemplateColumns: `repeat(${shown.columns}, minmax(48px, 96px))` }}
        role="group"
        aria-label={words.arrange}
        onKeyDown={onKeyDown}
      >
        {shown.cells.map((name, index) => (
          <button
            // A cell is its place.
            key={`${Math.floor(index / shown.columns)} ${index % shown.columns}`}
            type="button"
            className={css["cell"]}
            data-empty={name === null}
            aria-pressed={picked === index}
            aria-label={`${words.cell(Math.floor(index / shown.columns) + 1, (index % shown.columns) + 1)}, ${name === null ? words.empty : words.slot(name)}`}
            onClick={() => press(index)}
          >
            {name}
          </button>
        ))}
      </div>
      <p className={css["soft"]} role="status">
        {typeof pickedName === "string" ? words.picked(pickedName) : ""}
      </p>
    </>
  );
}
