import type { RecipeFaultView, RecipeField } from "../../../../main/api/contract/index.ts";
import { texts } from "../../../locales/texts.ts";
import { useRecipes } from "../../../stores/stores-context.tsx";
import { StateMark } from "../../../ui/state-mark.tsx";
import { faultsOf, shownFields, withField } from "./field-values.ts";
import type { MemberValue, RecipeDocument } from "./recipe-document.ts";
import { RecipeFieldInput } from "./recipe-field-input.tsx";
import css from "./recipes.module.css";

interface RecipeFormProps {
  readonly document: RecipeDocument | undefined;
  /** The text is no YAML now: what is shown is from before. */
  readonly broken: boolean;
  readonly faults: readonly RecipeFaultView[];
}

/** The recipe member by member, as far as they are of use for the product. */
export function RecipeForm({ document, broken, faults }: RecipeFormProps) {
  const fields = useRecipes((state) => state.fields);
  const edit = useRecipes((state) => state.edit);
  const words = texts.recipes;
  if (document === undefined) return <StateMark shape="attention" word={words.mendYaml} />;
  const change = (path: string, value: MemberValue) => edit(withField(document, { path, value }, fields));
  return (
    <fieldset className={css["form"]} disabled={broken}>
      {broken ? <StateMark shape="attention" word={words.mendYaml} /> : null}
      {grouped(shownFields(document, fields)).map(([group, members]) => (
        <section key={group} className={css["group"]} aria-labelledby={`recipe-group-${group}`}>
          <h3 id={`recipe-group-${group}`} className={css["groupName"]}>
            {groupName(group)}
          </h3>
          {members.map((field) => (
            <RecipeFieldInput
              key={field.path}
              field={field}
              value={document.valueAt(field.path)}
              faults={faultsOf(field, document, faults)}
              onChange={(value) => change(field.path, value)}
            />
          ))}
        </section>
      ))}
    </fieldset>
  );
}

const general = "general";
/** Members that stand in no other, shown where a person looks for them. */
const besides: Readonly<Record<string, string>> = {
  registrationId: "registration",
  sanity: "verify",
  taktSeconds: "verify",
};

/** By the member of the recipe they stand in, those that stand in none together. */
function grouped(fields: readonly RecipeField[]): readonly (readonly [string, readonly RecipeField[]])[] {
  const groups = new Map<string, RecipeField[]>();
  for (const field of fields) {
    const [first = "", ...rest] = field.path.split(".");
    const group = besides[first] ?? (rest.length === 0 ? general : first);
    groups.set(group, [...(groups.get(group) ?? []), field]);
  }
  return [...groups];
}

const groupName = (group: string): string =>
  Object.entries(texts.recipes.groups).find(([name]) => name === group)?.[1] ?? group;
