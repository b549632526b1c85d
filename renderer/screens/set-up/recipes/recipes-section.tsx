import { lazy, Suspense, useEffect, useState } from "react";
import { texts } from "../../../locales/texts.ts";
import { useRecipes } from "../../../stores/stores-context.tsx";
import { Button } from "../../../ui/button.tsx";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { Listed } from "../../parts/listed.tsx";
import { Refused } from "../../parts/refused.tsx";
import { Section } from "../../parts/section.tsx";
import { RecipeRow } from "./recipe-row.tsx";
import { RecipeSamples } from "./recipe-samples.tsx";
import css from "./recipes.module.css";

/** Only who writes recipes waits for the editor. */
const RecipeEditor = lazy(async () => ({ default: (await import("./recipe-editor.tsx")).RecipeEditor }));

/** What is done to each product: made, changed and tried here. */
export function RecipesSection() {
  const load = useRecipes((state) => state.load);
  const writing = useRecipes((state) => state.draft !== null);
  useEffect(() => void load(), [load]);
  if (!writing) return <Shelf />;
  return (
    <Suspense fallback={<EmptyState shape="running" title={texts.frame.reading} />}>
      <RecipeEditor />
    </Suspense>
  );
}

function Shelf() {
  const { recipes, load, problem } = useRecipes((state) => state);
  const [choosing, setChoosing] = useState(false);
  const words = texts.recipes;
  return (
    <Section title={words.title} about={words.about}>
      <div>
        <Button look="primary" size="line" aria-expanded={choosing} onClick={() => setChoosing(!choosing)}>
          {words.fresh}
        </Button>
      </div>
      {choosing ? <RecipeSamples /> : null}
      <Refused problem={problem} />
      <Listed listing={recipes} load={load} none={{ title: words.none, next: words.noneNext }}>
        {(items) => (
          <ul className={css["rows"]}>
            {items.map((recipe) => (
              <RecipeRow key={recipe.name} recipe={recipe} />
            ))}
          </ul>
        )}
      </Listed>
    </Section>
  );
}
