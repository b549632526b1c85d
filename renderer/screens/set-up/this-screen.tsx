import { Select } from "@mantine/core";
import { useEffect } from "react";
import { languageNames, languageOf, languages } from "../../locales/languages.ts";
import { texts } from "../../locales/texts.ts";
import { useAwake, useLanguage, useSound, useTheme } from "../../stores/stores-context.tsx";
import { themes } from "../../stores/theme-store.ts";
import { Button } from "../../ui/button.tsx";
import { loadChineseLetters } from "../../ui/load-chinese-letters.ts";
import { Toggle } from "../../ui/toggle.tsx";
import css from "./settings-form.module.css";

const sounds = ["pass", "fail", "tick", "buzz"] as const;
const choices = ["system", ...themes] as const;

/** Choices of this screen alone: they are in force at once. */
export function ThisScreen() {
  const words = texts.house.station;
  const { always, setAlways } = useAwake((state) => state);
  return (
    <>
      <div className={css["form"]}>
        <ScreenLanguage />
        <ThemeChoice />
        <div className={css["wide"]}>
          <Toggle label={words.awake} description={words.awakeHint} checked={always} onChange={setAlways} />
        </div>
      </div>
      <Sounds />
    </>
  );
}

function ScreenLanguage() {
  const { language, choose } = useLanguage((state) => state);
  // Chinese is called by its own name in every language.
  useEffect(() => void loadChineseLetters(), []);
  return (
    <Select
      label={texts.house.station.screenLanguage}
      data={languages.map((value) => ({ value, label: languageNames[value] }))}
      value={languageOf(language)}
      onChange={(value) => {
        if (value !== null) choose(value);
      }}
      allowDeselect={false}
      size="md"
    />
  );
}

function ThemeChoice() {
  const choose = useTheme((state) => state.choose);
  const choice = useTheme((state) => state.choice);
  return (
    <Select
      label={texts.house.station.theme}
      data={choices.map((value) => ({ value, label: texts.frame.themes[value] }))}
      value={choices.find((one) => one === choice) ?? "system"}
      onChange={(value) => choose(choices.find((one) => one === value) ?? "system")}
      allowDeselect={false}
      size="md"
    />
  );
}

function Sounds() {
  const { on, volume, setOn, setVolume, listen } = useSound((state) => state);
  const words = texts.house.station;
  const { frame } = texts;
  return (
    <section className={css["group"]} aria-label={words.sounds}>
      <h4 className={css["heading"]}>{words.sounds}</h4>
      <p className={css["soft"]}>{words.soundsHint}</p>
      <Toggle label={frame.soundOn} checked={on} onChange={setOn} />
      <label className={css["volume"]}>
        {frame.volume}
        <input
          type="range"
          min={0}
          max={100}
          step={10}
          value={volume}
          onChange={(event) => setVolume(event.currentTarget.valueAsNumber)}
        />
      </label>
      <p>{frame.listen}</p>
      <div className={css["sounds"]}>
        {sounds.map((name) => (
          <Button key={name} onClick={() => listen(name)}>
            {frame.sounds[name]}
          </Button>
        ))}
      </div>
    </section>
  );
}
