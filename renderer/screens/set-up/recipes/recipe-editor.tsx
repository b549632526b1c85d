import { useMantineStyleNonce } from "@mantine/core";
import { useMemo, useState } from "react";
import { engineer, texts } from "../../../locales/texts.ts";
import { useRecipes } from "../../../stores/stores-context.tsx";
import { YamlEditor } from "../../../ui/yaml-editor.tsx";
import { DryRunPanel } from "./dry-run-panel.tsx";
import { EditorHead } from "./editor-head.tsx";
import { FaultList } from "./fault-list.tsx";
import { RecipeDocument } from "./recipe-document.ts";
import { RecipeForm } from "./recipe-form.tsx";
import { spokenFaults } from "./recipe-words.ts";
import css from "./recipes.module.css";

/** A recipe as a form beside its YAML: one document, changed by either. */
export function RecipeEditor() {
  const source = useRecipes((state) => state.draft?.source ?? "");
  const check = useRecipes((state) => state.check);
  const edit = useRecipes((state) => state.edit);
  const [goTo, setGoTo] = useState<{ readonly line: number } | null>(null);
  const [readable, setReadable] = useState<RecipeDocument | undefined>(undefined);
  const document = useMemo(() => RecipeDocument.read(source), [source]);
  // The form keeps what it showed last while the text is no YAML.
  if (document !== undefined && document !== readable) setReadable(document);
  const { recipeFaults } = engineer;
  const faults = useMemo(() => spokenFaults(check?.faults ?? [], recipeFaults), [check, recipeFaults]);
  const nonce = useMantineStyleNonce()?.() ?? "";
  const words = texts.recipes;
  return (
    <section className={css["editorScreen"]} aria-labelledby="recipe-name">
      <EditorHead name={nameIn(document ?? readable)} />
      <DryRunPanel />
      <div className={css["both"]}>
        <section className={css["formPane"]} aria-label={words.form} tabIndex={-1}>
          <RecipeForm document={document ?? readable} broken={document === undefined} faults={faults} />
        </section>
        <section className={css["yamlPane"]} aria-label={words.yaml}>
          <YamlEditor
            key={words.yaml}
            label={words.yaml}
            value={source}
            faults={faults}
            goTo={goTo}
            nonce={nonce}
            onChange={edit}
          />
          <FaultList faults={faults} onGoTo={(line) => setGoTo({ line })} />
        </section>
      </div>
    </section>
  );
}

/** What the text calls it, valid or not. */
function nameIn(document: RecipeDocument | undefined): string {
  const name = document?.valueAt("recipe");
  return typeof name === "string" && name !== "" ? name : texts.recipes.newRecipe;
}
