import type { LabelElement } from "../../../../main/api/contract/index.ts";
import { engineer } from "../../../locales/texts.ts";
import { useLabelEditor, useLabels } from "../../../stores/stores-context.tsx";
import { Button } from "../../../ui/button.tsx";
import { SettingsField } from "../settings-field.tsx";
import { ChoiceField } from "./choice-field.tsx";
import { MillimetreField } from "./millimetre-field.tsx";
import css from "./labels.module.css";

/** The element that is chosen. */
export function ElementForm() {
  const words = engineer.labels;
  const selected = useLabelEditor((state) => state.selected);
  const element = useLabelEditor((state) =>
    state.draft === null || state.selected === null ? undefined : state.draft.elements[state.selected],
  );
  const edit = useLabelEditor((state) => state.editElement);
  const remove = useLabelEditor((state) => state.remove);
  if (selected === null || element === undefined) return <p className={css["soft"]}>{words.noElement}</p>;
  const name = words.elementOf(String(selected + 1), words.types[element.type]);
  return (
    <section className={css["group"]} aria-label={name}>
      <h3 className={css["heading"]}>{name}</h3>
      <Fields key={`${selected} ${element.type}`} element={element} onChange={(changed) => edit(selected, changed)} />
      <div>
        <Button look="quiet" onClick={() => remove(selected)}>
          {words.removeElement}
        </Button>
      </div>
    </section>
  );
}

interface FieldsProps {
  readonly element: LabelElement;
  readonly onChange: (element: LabelElement) => void;
}

type Length = "x" | "y" | "size" | "width" | "height" | "length" | "thickness";

/** Which lengths a type has, in the order they are asked for. */
const lengths: Readonly<Record<LabelElement["type"], readonly Length[]>> = {
  text: ["x", "y", "size", "width"],
  "data-matrix": ["x", "y", "size"],
  qr: ["x", "y", "size"],
  "code-128": ["x", "y", "width", "height"],
  box: ["x", "y", "width", "height", "thickness"],
  line: ["x", "y", "length", "thickness"],
};

function Fields({ element, onChange }: FieldsProps) {
  const fields = useLabels((state) => state.fields);
  const words = engineer.labels;
  const setLength = (name: Length, value: number | undefined) => {
    const { [name]: _before, ...others } = element;
    // A place is always somewhere; what may be left out is left out.
    const kept = { x: element.x, y: element.y, ...others };
    onChange(
      value === undefined
        ? { ...kept, ...(name === "x" || name === "y" ? { [name]: 0 } : {}) }
        : { ...kept, [name]: value },
    );
  };
  return (
    <div className={css["fields"]}>
      {element.content === undefined ? null : (
        <div className={css["wide"]}>
          <SettingsField
            label={words.content}
            hint={words.fieldsHint(fields.map((field) => `{${field}}`).join(" "))}
            value={element.content}
            onChange={(content) => onChange({ ...element, content })}
            most={200}
          />
        </div>
      )}
      {lengths[element.type].map((name) => (
        <MillimetreField
          key={name}
          label={lengthLabel(element.type, name)}
          {...hintOf(element.type, name)}
          value={element[name]}
          onChange={(value) => setLength(name, value)}
        />
      ))}
      <Choices element={element} onChange={onChange} />
    </div>
  );
}

function lengthLabel(type: LabelElement["type"], name: Length): string {
  const words = engineer.labels;
  const labels: Readonly<Record<Length, string>> = {
    x: words.x,
    y: words.y,
    size: type === "text" ? words.sizes.text : words.sizes.code,
    width: words.elementWidth,
    height: words.elementHeight,
    length: words.length,
    thickness: words.thickness,
  };
  return labels[name];
}

function hintOf(type: LabelElement["type"], name: Length): { readonly hint?: string } {
  const words = engineer.labels;
  if (name === "size") return { hint: type === "text" ? words.sizeHints.text : words.sizeHints.code };
  if (name === "width" && type === "text") return { hint: words.textWidthHint };
  if (name === "width" && type === "code-128") return { hint: words.barsWidthHint };
  return {};
}

const aligns = ["left", "center", "right"] as const;
const levels = ["L", "M", "Q", "H"] as const;
const turns = ["0", "90", "180", "270"] as const;

function Choices({ element, onChange }: FieldsProps) {
  const words = engineer.labels;
  const { type } = element;
  const turnsOf = type === "line" ? turns.slice(0, 2) : turns;
  return (
    <>
      {type === "qr" || type === "box" ? null : (
        <ChoiceField
          label={words.rotation}
          value={String(element.rotation ?? 0)}
          choices={turnsOf.map((value) => ({ value, label: words.rotations[value] }))}
          onChange={(value) => onChange({ ...element, rotation: Number(value) })}
        />
      )}
      {type === "text" && element.width !== undefined ? (
        <ChoiceField
          label={words.align}
          hint={words.alignHint}
          value={element.align ?? "left"}
          choices={aligns.map((value) => ({ value, label: words.aligns[value] }))}
          onChange={(value) => onChange({ ...element, align: aligns.find((one) => one === value) ?? "left" })}
        />
      ) : null}
      {type === "qr" ? (
        <ChoiceField
          label={words.level}
          hint={words.levelHint}
          value={element.level ?? "M"}
          choices={levels.map((value) => ({ value, label: words.levels[value] }))}
          onChange={(value) => onChange({ ...element, level: levels.find((one) => one === value) ?? "M" })}
        />
      ) : null}
    </>
  );
}
