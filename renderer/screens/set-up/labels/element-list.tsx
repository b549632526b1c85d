import { engineer } from "../../../locales/texts.ts";
import type { LabelElement } from "../../../../main/api/contract/index.ts";
import { useLabelEditor } from "../../../stores/stores-context.tsx";
import { Button } from "../../../ui/button.tsx";
import css from "./labels.module.css";

const types: readonly LabelElement["type"][] = ["text", "data-matrix", "qr", "code-128", "box", "line"];

/** What is on the label, and what may be added. */
export function ElementList() {
  const words = engineer.labels;
  const draft = useLabelEditor((state) => state.draft);
  const selected = useLabelEditor((state) => state.selected);
  const faults = useLabelEditor((state) => state.preview?.faults);
  const select = useLabelEditor((state) => state.select);
  const add = useLabelEditor((state) => state.add);
  if (draft === null) return null;
  return (
    <section className={css["group"]} aria-label={words.elements}>
      <h3 className={css["heading"]}>{words.elements}</h3>
      <ol className={css["elements"]}>
        {draft.elements.map((element, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- an element is its place in the list
          <li key={index}>
            <button
              type="button"
              className={css["element"]}
              aria-pressed={selected === index}
              data-wrong={faults?.some((fault) => fault.element === index) ?? false}
              onClick={() => select(index)}
            >
              <span>{words.elementOf(String(index + 1), words.types[element.type])}</span>
              <span className={css["content"]}>{element.content ?? ""}</span>
            </button>
          </li>
        ))}
      </ol>
      <div className={css["acts"]} role="group" aria-label={words.addElement}>
        {types.map((type) => (
          <Button key={type} onClick={() => add(type)}>
            + {words.types[type]}
          </Button>
        ))}
      </div>
    </section>
  );
}
