import { useState } from "react";
import type { Problem, ShelvedRecipe } from "../../../../main/api/contract/index.ts";
import { formatDateTime } from "../../../locales/format.ts";
import { texts } from "../../../locales/texts.ts";
import { useRecipes } from "../../../stores/stores-context.tsx";
import { AskTwice } from "../../../ui/ask-twice.tsx";
import { Button } from "../../../ui/button.tsx";
import { Copyable } from "../../../ui/copyable.tsx";
import { StateMark } from "../../../ui/state-mark.tsx";
import { Refused } from "../../parts/refused.tsx";
import { beginFrom } from "./begin-from.ts";
import { trialMark, usedBy } from "./recipe-words.ts";
import css from "./recipes.module.css";

const shortHash = 12;

/** One recipe on the shelf. */
export function RecipeRow({ recipe }: { readonly recipe: ShelvedRecipe }) {
  const [asking, setAsking] = useState(false);
  const { name, model, attestation, driver, hash, changedAt, builtIn, locked } = recipe;
  const words = texts.recipes;
  // What comes with the program is none of the engineer's to try.
  const mark = builtIn && recipe.trial.state !== "passed" ? null : trialMark(recipe.trial);
  return (
    <li className={css["row"]} aria-label={name}>
      <div className={css["who"]}>
        <strong className={css["name"]}>{name}</strong>
        <span>
          {model} · <span lang="en">{attestation}</span> · <span lang="en">{driver}</span>
        </span>
        <span className={css["soft"]}>
          {builtIn ? words.builtIn : words.changed(formatDateTime(Date.parse(changedAt)))}
        </span>
      </div>
      <div className={css["who"]}>
        {mark === null ? null : <StateMark shape={mark.shape} word={mark.word} />}
        {locked ? <span className={css["soft"]}>{words.locked}</span> : null}
        {mark === null || mark.next === null ? null : <span className={css["soft"]}>{mark.next}</span>}
        {usedBy(recipe).map((line) => (
          <span key={line} className={css["soft"]}>
            {line}
          </span>
        ))}
        <Copyable
          value={hash.slice(0, shortHash)}
          copies={hash}
          label={texts.frame.copy(words.hash)}
          copiedLabel={texts.frame.copied}
        />
      </div>
      <Acts recipe={recipe} asking={asking} onRemove={() => setAsking(!asking)} />
      {asking ? <Remove name={name} onDone={() => setAsking(false)} /> : null}
    </li>
  );
}

interface ActsProps {
  readonly recipe: ShelvedRecipe;
  readonly asking: boolean;
  readonly onRemove: () => void;
}

function Acts({ recipe: { name, builtIn }, asking, onRemove }: ActsProps) {
  const state = useRecipes((all) => all);
  const words = texts.recipes;
  const copy = async () => {
    const source = await state.sourceOf(name);
    if (source !== null) await beginFrom(state, source);
  };
  return (
    <div className={css["acts"]}>
      {builtIn ? null : (
        <Button look="primary" aria-label={words.openOf(name)} onClick={() => void state.open(name)}>
          {words.open}
        </Button>
      )}
      <Button aria-label={words.copyOf(name)} onClick={() => void copy()}>
        {words.copy}
      </Button>
      {builtIn ? null : (
        <Button look="danger" aria-label={words.removeOf(name)} aria-expanded={asking} onClick={onRemove}>
          {words.remove}
        </Button>
      )}
    </div>
  );
}

function Remove({ name, onDone }: { readonly name: string; readonly onDone: () => void }) {
  const remove = useRecipes((state) => state.remove);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const words = texts.recipes;
  const act = async () => {
    setBusy(true);
    const refused = await remove(name);
    setBusy(false);
    setProblem(refused);
    if (refused === null) onDone();
  };
  return (
    <div className={css["ask"]}>
      <AskTwice
        first={{ ask: words.removeAsk(name), act: words.remove }}
        last={{ ask: words.removeSure(name), act: words.removeLast(name) }}
        keep={texts.setUp.keep}
        busy={busy}
        onKeep={onDone}
        onAct={() => void act()}
      />
      <Refused problem={problem} />
    </div>
  );
}
