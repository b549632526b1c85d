import { useState } from "react";
import { texts } from "../../../locales/texts.ts";
import { isChanged } from "../../../stores/recipes-store.ts";
import { useRecipes } from "../../../stores/stores-context.tsx";
import { Ask, focused } from "../../../ui/ask.tsx";
import { Button } from "../../../ui/button.tsx";
import { StateMark } from "../../../ui/state-mark.tsx";
import { Refused } from "../../parts/refused.tsx";
import { checkMark, trialMark } from "./recipe-words.ts";
import css from "./recipes.module.css";

/** What is written, how it stands, and what can be done with it. */
export function EditorHead({ name }: { readonly name: string }) {
  const { draft, check, problem, busy, save, close } = useRecipes((state) => state);
  const [asking, setAsking] = useState(false);
  const words = texts.recipes;
  if (draft === null) return null;
  const changed = isChanged(draft);
  const recipe = check?.recipe ?? null;
  return (
    <header className={css["head"]}>
      <div className={css["headLine"]}>
        <h2 id="recipe-name" className={css["headName"]}>
          {name}
        </h2>
        <Marks changed={changed} />
        <div className={css["acts"]}>
          <Button look="primary" disabled={!changed || busy || recipe === null} onClick={() => void save()}>
            {words.save}
          </Button>
          <Button onClick={() => (changed ? setAsking(true) : close())}>{words.close}</Button>
        </div>
      </div>
      <Consequences />
      <Refused problem={problem} />
      {asking ? (
        <Ask ask={words.discardAsk} danger onKeep={() => setAsking(false)}>
          <Button ref={focused} onClick={() => setAsking(false)}>
            {words.stay}
          </Button>
          <Button look="danger" onClick={close}>
            {words.discard}
          </Button>
        </Ask>
      ) : null}
    </header>
  );
}

function Marks({ changed }: { readonly changed: boolean }) {
  const check = useRecipes((state) => state.check);
  const words = texts.recipes;
  const valid = checkMark(check);
  const recipe = check?.recipe ?? null;
  const trial = recipe === null ? null : trialMark(recipe.trial);
  return (
    <div className={css["marks"]} role="status">
      <StateMark shape={valid.shape} word={valid.word} />
      {trial === null ? null : <StateMark shape={trial.shape} word={trial.word} />}
      <span className={css["soft"]}>{changed ? words.unsaved : words.saved}</span>
    </div>
  );
}

/** What saving does not reach. */
function Consequences() {
  const { draft, check, recipes } = useRecipes((state) => state);
  const words = texts.recipes;
  const name = check?.recipe?.name;
  const opened = draft?.opened?.name;
  const lots = recipes.items.find((recipe) => recipe.name === opened)?.openLots ?? [];
  const recipe = check?.recipe ?? null;
  const trial = recipe === null ? null : trialMark(recipe.trial);
  const lines = [
    ...(opened !== undefined && name !== undefined && name !== opened ? [words.renamed(opened)] : []),
    ...(lots.length > 0 && name === opened ? [words.keepsLots(lots.map(({ lot }) => lot).join(", "))] : []),
    ...(check?.recipe?.trial.state === "not-tried" ? [words.locked] : []),
    ...(trial === null || trial.next === null ? [] : [trial.next]),
  ];
  return <p className={css["consequences"]}>{lines.join(" ")}</p>;
}
