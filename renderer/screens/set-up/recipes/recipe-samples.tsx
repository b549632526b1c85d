import { texts } from "../../../locales/texts.ts";
import { useRecipes } from "../../../stores/stores-context.tsx";
import { Button } from "../../../ui/button.tsx";
import { beginFrom } from "./begin-from.ts";
import css from "./recipes.module.css";

/** What the program brings to begin with. */
export function RecipeSamples() {
  const state = useRecipes((all) => all);
  const words = texts.recipes;
  return (
    <section className={css["samples"]} aria-label={words.samples}>
      <ul>
        {state.samples.map(({ name, about, source }) => (
          <li key={name} className={css["sample"]}>
            <span className={css["who"]}>
              <strong>{name}</strong>
              <span className={css["soft"]} lang="en">
                {about}
              </span>
            </span>
            <Button aria-label={words.use(name)} onClick={() => void beginFrom(state, source)}>
              {words.begin}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
