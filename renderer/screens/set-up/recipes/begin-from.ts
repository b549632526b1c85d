import type { RecipesStore } from "../../../stores/recipes-store.ts";

/** A new recipe of the text of another, under a name that is free. What reads YAML is loaded now, with the editor. */
export async function beginFrom(
  { begin, recipes }: ReturnType<RecipesStore["getState"]>,
  source: string,
): Promise<void> {
  const { renamed } = await import("./recipe-document.ts");
  begin(
    renamed(
      source,
      recipes.items.map(({ name }) => name),
    ),
  );
}
