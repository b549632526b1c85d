import { texts } from "../../locales/texts.ts";
import { useStation } from "../../stores/stores-context.tsx";
import { Section } from "../parts/section.tsx";
import { ReadSettings } from "./read-settings.tsx";
import css from "./settings-form.module.css";
import { StationForm } from "./station-form.tsx";
import { ThisScreen } from "./this-screen.tsx";

/** What the station is called and keeps to, and how this screen looks and sounds. */
export function StationSection() {
  const practice = useStation((state) => state.info?.mode === "practice");
  const words = texts.house.station;
  return (
    <Section title={words.title} about={words.about}>
      <div className={css["groups"]}>
        <section className={css["group"]} aria-label={words.forAll}>
          <h3 className={css["heading"]}>{words.forAll}</h3>
          {practice ? <p className={css["soft"]}>{words.practice}</p> : null}
          <ReadSettings>{(settings) => <StationForm settings={settings} practice={practice} />}</ReadSettings>
        </section>
        <section className={css["group"]} aria-label={words.forThis}>
          <h3 className={css["heading"]}>{words.forThis}</h3>
          <ThisScreen />
        </section>
      </div>
    </Section>
  );
}
