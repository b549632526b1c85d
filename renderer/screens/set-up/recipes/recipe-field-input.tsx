import { useState } from "react";
import type { RecipeFaultView, RecipeField } from "../../../../main/api/contract/index.ts";
import { texts } from "../../../locales/texts.ts";
import { Toggle } from "../../../ui/toggle.tsx";
import { FieldControl } from "./field-control.tsx";
import { fieldText, fieldValue } from "./field-values.ts";
import type { MemberValue } from "./recipe-document.ts";
import { spokenField } from "./recipe-words.ts";
import css from "./recipes.module.css";

interface RecipeFieldInputProps {
  readonly field: RecipeField;
  readonly value: unknown;
  readonly faults: readonly RecipeFaultView[];
  readonly onChange: (value: MemberValue) => void;
}

/** One member of the recipe: its name, what is said, what it is for, what is wrong with it. */
export function RecipeFieldInput({ field: given, value, faults, onChange }: RecipeFieldInputProps) {
  const { field, language } = spokenField(given);
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? fieldText(field, value);
  const type = (next: string) => {
    const given = fieldValue(field, next);
    setTyped(next);
    if (given !== undefined) onChange(given.value);
  };
  const isYaml = fieldValue(field, text) !== undefined;
  const said = faults.map(({ message, line }) => faultText(message, line)).join(" ");
  const error = isYaml ? said : texts.recipes.notYaml;
  if (isSwitch(field, value) && error === "") {
    const on = value === undefined ? field.otherwise === "true" : value === true;
    return (
      <div className={css["field"]} lang={language}>
        <Toggle
          label={field.title}
          description={field.help}
          checked={on}
          onChange={(to) => onChange(to || undefined)}
        />
      </div>
    );
  }
  return (
    <div className={css["field"]} lang={language}>
      <FieldControl field={field} text={text} error={error} onType={type} onLeave={() => setTyped(null)} />
      <UnknownName field={field} text={text} />
    </div>
  );
}

/** Whatever else stands there has to be seen as it is. */
const isSwitch = ({ kind }: RecipeField, value: unknown): boolean =>
  kind === "switch" && (value === undefined || typeof value === "boolean");

const faultText = (message: string, line: number | null): string =>
  line === null ? message : `${texts.recipes.line(line)}: ${message}`;

/** A name that the station does not know yet is no fault of the recipe: it may be set up later. */
function UnknownName({ field: { suggestions }, text }: { readonly field: RecipeField; readonly text: string }) {
  if (text === "" || suggestions.length === 0 || suggestions.includes(text)) return null;
  return <p className={css["hint"]}>{texts.recipes.unknownName(suggestions.join(", "))}</p>;
}
