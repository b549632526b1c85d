import { NumberInput, Select, TextInput } from "@mantine/core";
import { type FormEvent, type KeyboardEvent, useRef, useState } from "react";
import type { Problem, RecipeSummary } from "../../../main/api/contract/index.ts";
import { compareTexts, numberSeparators } from "../../locales/format.ts";
import { sentenceOf } from "../../locales/sentence-of.ts";
import { texts } from "../../locales/texts.ts";
import { useLots } from "../../stores/stores-context.tsx";
import { Button } from "../../ui/button.tsx";
import css from "./lot-dialog.module.css";

const lotName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

const choicesOf = (recipes: readonly RecipeSummary[]) =>
  recipes
    .map(({ recipe, model, attestation }) => ({
      value: recipe,
      label: `${model} · ${recipe} · ${texts.lot.attestations[attestation]}`,
    }))
    .sort((a, b) => compareTexts(a.label, b.label));

interface LotFormProps {
  /** The order, where it was scanned before the form was opened. */
  readonly scanned: string;
  readonly onDone: () => void;
}

/** A new lot: its name, what is built, how many. The order may be scanned into it; what was built last is offered first. */
export function LotForm({ scanned, onDone }: LotFormProps) {
  const recipes = useLots((state) => state.recipes);
  const open = useLots((state) => state.open);
  const last = useLots((state) => state.current?.recipe);
  const [name, setName] = useState(scanned);
  const [chosen, setChosen] = useState<string | null>(null);
  const [quantity, setQuantity] = useState<number | null>(null);
  const [tried, setTried] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const likely = recipes.length === 1 ? recipes[0] : recipes.find(({ recipe }) => recipe === last);
  const recipe = chosen ?? likely?.recipe ?? null;
  const product = useRef<HTMLInputElement>(null);
  const act = useRef<HTMLButtonElement>(null);
  const nameWrong = tried && !lotName.test(name);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!lotName.test(name) || recipe === null) return;
    const refused = await open({ lot: name, recipe, quantity });
    setProblem(refused);
    if (refused === null) onDone();
  };
  // A scanner's Enter says that the order is there, not which product it is for.
  const onNameKey = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== "Enter" || (chosen === null && recipes.length === 1)) return;
    event.preventDefault();
    (recipe === null ? product : act).current?.focus();
  };
  return (
    <form className={css["column"]} onSubmit={(event) => void submit(event)} noValidate>
      <h3 className={css["heading"]}>{texts.lot.openNew}</h3>
      <TextInput
        label={texts.lot.name}
        description={texts.lot.nameHint}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={nameWrong ? texts.lot.nameWrong : null}
        onKeyDown={onNameKey}
        maxLength={64}
        autoComplete="off"
        spellCheck={false}
        required
        size="md"
        data-autofocus
      />
      <Select
        ref={product}
        label={texts.lot.recipe}
        data={choicesOf(recipes)}
        value={recipe}
        onChange={setChosen}
        error={tried && recipe === null ? texts.lot.recipeMissing : null}
        comboboxProps={{ transitionProps: { duration: 0 } }}
        allowDeselect={false}
        required
        size="md"
      />
      <Quantity value={quantity} onChange={setQuantity} />
      <p className={css["problem"]} role="alert">
        {problem === null ? "" : sentenceOf(problem)}
      </p>
      <Button ref={act} type="submit" look="primary" size="line">
        {texts.lot.submit}
      </Button>
    </form>
  );
}

interface QuantityProps {
  readonly value: number | null;
  readonly onChange: (value: number | null) => void;
}

function Quantity({ value, onChange }: QuantityProps) {
  const separators = numberSeparators();
  return (
    <NumberInput
      label={texts.lot.quantity}
      description={texts.lot.quantityHint}
      value={value ?? ""}
      onChange={(typed) => onChange(typeof typed === "number" ? typed : null)}
      min={1}
      max={10_000_000}
      allowDecimal={false}
      allowNegative={false}
      thousandSeparator={separators.group}
      decimalSeparator={separators.decimal}
      hideControls
      size="md"
    />
  );
}
