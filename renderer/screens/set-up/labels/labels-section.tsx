import { useEffect } from "react";
import { engineer } from "../../../locales/texts.ts";
import { useLabelEditor, useLabels } from "../../../stores/stores-context.tsx";
import { Section } from "../../parts/section.tsx";
import { LabelEditor } from "./label-editor.tsx";
import { LabelShelf } from "./label-shelf.tsx";
import css from "./labels.module.css";
import { Printers } from "./printers.tsx";
import { WhenPassedForm } from "./when-passed-form.tsx";

/** What is printed of a unit, on which printer, and when. */
export function LabelsSection() {
  const load = useLabels((state) => state.load);
  const rest = useLabels((state) => state.rest);
  const isOpen = useLabelEditor((state) => state.draft !== null);
  useEffect(() => {
    void load();
    return rest;
  }, [load, rest]);
  if (isOpen) return <LabelEditor />;
  const words = engineer.labels;
  return (
    <Section title={words.title} about={words.about}>
      <div className={css["groups"]}>
        <LabelShelf />
        <Printers />
        <WhenPassedForm />
      </div>
    </Section>
  );
}
