import { engineer } from "../../../locales/texts.ts";
import { useLabelEditor } from "../../../stores/stores-context.tsx";
import { SettingsField } from "../settings-field.tsx";
import { ChoiceField } from "./choice-field.tsx";
import { MillimetreField } from "./millimetre-field.tsx";
import css from "./labels.module.css";

const resolutions = ["152", "203", "300", "600"];

/** The label at large. */
export function LabelForm() {
  const words = engineer.labels;
  const draft = useLabelEditor((state) => state.draft);
  const isNew = useLabelEditor((state) => state.basedOn === null);
  const edit = useLabelEditor((state) => state.edit);
  if (draft === null) return null;
  const { label, size, dpi } = draft;
  return (
    <div className={css["fields"]}>
      {isNew ? (
        <div className={css["wide"]}>
          <SettingsField
            label={words.labelName}
            hint={words.labelNameHint}
            value={label}
            onChange={(value) => edit({ label: value })}
            most={64}
          />
        </div>
      ) : null}
      <MillimetreField
        label={words.width}
        hint={words.widthHint}
        value={size.width}
        onChange={(width) => edit({ size: { ...size, width: width ?? 0 } })}
      />
      <MillimetreField
        label={words.height}
        hint={words.heightHint}
        value={size.height}
        onChange={(height) => edit({ size: { ...size, height: height ?? 0 } })}
      />
      <ChoiceField
        label={words.dpi}
        hint={words.dpiHint}
        value={String(dpi)}
        choices={resolutions.map((value) => ({ value, label: value }))}
        onChange={(value) => edit({ dpi: Number(value) })}
      />
    </div>
  );
}
