import type { CSSProperties } from "react";
import { engineer } from "../../../locales/texts.ts";
import { useLabelEditor } from "../../../stores/stores-context.tsx";
import { StateMark } from "../../../ui/state-mark.tsx";
import { SettingsField } from "../settings-field.tsx";
import { faultWord } from "./fault-word.ts";
import css from "./labels.module.css";

/** Lines of the grid, mm apart. */
const gridMm = 5;

/** What will be printed, and what is wrong with it. */
export function LabelPreview() {
  const words = engineer.labels;
  const sample = useLabelEditor((state) => state.sample);
  const setSample = useLabelEditor((state) => state.setSample);
  const codes = useLabelEditor((state) => state.preview?.codes);
  return (
    <section className={css["group"]} aria-label={words.preview}>
      <h3 className={css["heading"]}>{words.preview}</h3>
      <Picture />
      <p className={css["soft"]}>{words.previewHint}</p>
      <Faults />
      {codes === undefined || codes.length === 0 ? null : (
        <p className={css["soft"]}>{words.scans(codes.join(" · "))}</p>
      )}
      <SettingsField label={words.sample} hint={words.sampleHint} value={sample} onChange={setSample} most={128} />
    </section>
  );
}

/** As an image: a picture of the station's cannot reach the page it is on. */
function Picture() {
  const words = engineer.labels;
  const draft = useLabelEditor((state) => state.draft);
  const svg = useLabelEditor((state) => state.preview?.svg ?? null);
  if (draft === null) return null;
  if (svg === null) return <p className={css["empty"]}>{words.noPreview}</p>;
  const { width, height } = draft.size;
  const look: CSSProperties & Record<`--${string}`, string> = {
    aspectRatio: `${Math.max(1, width)} / ${Math.max(1, height)}`,
    "--columns": String(Math.max(1, width) / gridMm),
    "--rows": String(Math.max(1, height) / gridMm),
  };
  return (
    <div className={css["paper"]} style={look}>
      <img src={`data:image/svg+xml;base64,${btoa(svg)}`} alt={words.previewOf(draft.label)} />
    </div>
  );
}

function Faults() {
  const words = engineer.labels;
  const faults = useLabelEditor((state) => state.preview?.faults);
  const elements = useLabelEditor((state) => state.draft?.elements) ?? [];
  if (faults === undefined) return null;
  return (
    <div role="status" className={css["faults"]}>
      {faults.length === 0 ? (
        <StateMark shape="pass" word={words.noFaults} />
      ) : (
        faults.map((fault) => {
          const word = faultWord(fault, elements);
          return <StateMark key={word} shape="fail" word={word} />;
        })
      )}
    </div>
  );
}
