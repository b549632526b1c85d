interface FieldWords {
  readonly title: string;
  readonly help: string;
}

/** The recipe's members by their path. In English they have the schema's own words (main/workflow/recipe), as the station sends them. */
export const enRecipeFields: Readonly<Record<string, FieldWords>> = {};
