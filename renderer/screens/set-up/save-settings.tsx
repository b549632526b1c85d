import { texts } from "../../locales/texts.ts";
import { Button } from "../../ui/button.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { Refused } from "../parts/refused.tsx";
import css from "./settings-form.module.css";
import type { Saving } from "./use-settings-draft.ts";

interface SaveProps {
  readonly saving: Saving;
  readonly look?: "primary";
  readonly disabled?: boolean;
}

/** The last line of a form of settings: the button that saves them, and what became of it. */
export function SaveSettings({ saving, ...button }: SaveProps) {
  const words = texts.house.station;
  return (
    <div className={css["send"]}>
      <Button type="submit" {...button}>
        {words.save}
      </Button>
      <span role="status">{saving === "saved" ? <StateMark shape="pass" word={words.saved} /> : null}</span>
      <Refused problem={typeof saving === "string" ? null : saving} />
    </div>
  );
}
