import { Autocomplete, Select, Textarea, TextInput } from "@mantine/core";
import type { RecipeField } from "../../../../main/api/contract/index.ts";
import { texts } from "../../../locales/texts.ts";
import css from "./recipes.module.css";

interface FieldControlProps {
  readonly field: RecipeField;
  readonly text: string;
  /** Empty: none. */
  readonly error: string;
  readonly onType: (text: string) => void;
  readonly onLeave: () => void;
}

const mostRows = 12;

/** What a member is typed into or chosen from, with its help beneath. */
export function FieldControl({ field, text, error, onType, onLeave }: FieldControlProps) {
  const { title, help, path, kind, choices, suggestions, required, otherwise } = field;
  const words = texts.recipes;
  const about = {
    label: (
      <>
        {title} <code className={css["path"]}>{path}</code>
      </>
    ),
    description: kind === "list" ? `${help} ${words.oneALine}.` : help,
    inputWrapperOrder: ["label" as const, "input" as const, "error" as const, "description" as const],
    withAsterisk: required,
    error: error === "" ? null : error,
    placeholder: otherwise === null ? words.notSaid : words.leftOut(otherwise),
    onBlur: onLeave,
    classNames: { description: css["help"] ?? "", error: css["fieldError"] ?? "" },
  };
  if (kind === "choice")
    return (
      <Select
        {...about}
        data={choices.includes(text) || text === "" ? choices : [...choices, text]}
        value={text === "" ? null : text}
        onChange={(value) => onType(value ?? "")}
        clearable={!required}
        clearButtonProps={{ "aria-label": `${words.notSaid}: ${title}` }}
        allowDeselect={false}
      />
    );
  if (kind === "list" || kind === "structure" || kind === "long-text")
    return (
      <Textarea
        {...about}
        value={text}
        onChange={(event) => onType(event.currentTarget.value)}
        rows={Math.min(Math.max(text.split("\n").length, kind === "long-text" ? 6 : 2), mostRows)}
        classNames={{ ...about.classNames, input: css["codeInput"] ?? "" }}
        spellCheck={false}
      />
    );
  const typing = { ...about, value: text, spellCheck: false, autoComplete: "off" };
  if (suggestions.length > 0) return <Autocomplete {...typing} data={suggestions} onChange={onType} />;
  return (
    <TextInput
      {...typing}
      inputMode={kind === "number" ? "decimal" : "text"}
      onChange={(event) => onType(event.currentTarget.value)}
    />
  );
}
