import { Select } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { StationSettingsChange, StationSettingsView } from "../../../main/api/contract/index.ts";
import { languageNames, languages } from "../../locales/languages.ts";
import { texts } from "../../locales/texts.ts";
import { SaveSettings } from "./save-settings.tsx";
import { SettingsField } from "./settings-field.tsx";
import css from "./settings-form.module.css";
import { useSettingsDraft } from "./use-settings-draft.ts";
import { wholeNumber } from "./whole-number.ts";

interface FormProps {
  readonly settings: StationSettingsView;
  /** Practice has a name of its own. */
  readonly practice: boolean;
}

const bounds = { lock: [1, 720], disk: [1, 10_000_000] } as const;

export function StationForm({ settings, practice }: FormProps) {
  const words = texts.house.station;
  const { draft, put, saving, save } = useSettingsDraft(() => draftOf(settings));
  const [tried, setTried] = useState(false);
  const { wanted, wrong } = judge(draft);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (wanted === null) return;
    const { station, ...rest } = wanted;
    void save(practice ? rest : { station, ...rest });
  };
  const shown = (error: string | null) => (tried ? error : null);
  return (
    <form className={css["form"]} onSubmit={submit} noValidate>
      {practice ? null : (
        <SettingsField
          label={words.name}
          hint={words.nameHint}
          value={draft.station}
          most={64}
          error={shown(wrong.station)}
          onChange={(station) => put({ station })}
        />
      )}
      <LanguageChoice language={draft.language} onChange={(language) => put({ language })} />
      <SettingsField
        label={words.shiftStart}
        hint={words.shiftStartHint}
        value={draft.shiftStart}
        most={5}
        error={shown(wrong.shiftStart)}
        onChange={(shiftStart) => put({ shiftStart })}
      />
      <SettingsField
        label={words.lock}
        hint={words.lockHint}
        value={draft.lock}
        most={3}
        error={shown(wrong.lock)}
        onChange={(lock) => put({ lock })}
      />
      <SettingsField
        label={words.disk}
        hint={words.diskHint}
        value={draft.disk}
        most={8}
        error={shown(wrong.disk)}
        onChange={(disk) => put({ disk })}
      />
      <SaveSettings saving={saving} look="primary" />
    </form>
  );
}

type Language = StationSettingsView["language"];

/** Empty: as each screen's system. */
function LanguageChoice({
  language,
  onChange,
}: {
  readonly language: Language;
  readonly onChange: (to: Language) => void;
}) {
  const words = texts.house.station;
  return (
    <Select
      label={words.language}
      description={words.languageHint}
      inputWrapperOrder={["label", "input", "description", "error"]}
      data={[
        { value: "", label: words.languageSystem },
        ...languages.map((value) => ({ value, label: languageNames[value] })),
      ]}
      value={language ?? ""}
      onChange={(value) => onChange(languages.find((one) => one === value) ?? null)}
      allowDeselect={false}
      size="md"
    />
  );
}

interface Draft {
  readonly station: string;
  readonly language: Language;
  readonly shiftStart: string;
  readonly lock: string;
  readonly disk: string;
}

const draftOf = ({
  station,
  language,
  shiftStart,
  lockAfterMinutes,
  lowDiskMegabytes,
}: StationSettingsView): Draft => ({
  station,
  language,
  shiftStart,
  lock: String(lockAfterMinutes),
  disk: String(lowDiskMegabytes),
});

function judge(draft: Draft) {
  const words = texts.house.station;
  const station = draft.station.trim();
  const shiftStart = /^\d:\d\d$/.test(draft.shiftStart.trim())
    ? `0${draft.shiftStart.trim()}`
    : draft.shiftStart.trim();
  const lockAfterMinutes = wholeNumber(draft.lock, ...bounds.lock);
  const lowDiskMegabytes = wholeNumber(draft.disk, ...bounds.disk);
  const wrong = {
    station: station === "" ? words.nameWrong : null,
    shiftStart: /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(shiftStart) ? null : words.shiftWrong,
    lock: lockAfterMinutes === null ? words.numberWrong(...bounds.lock) : null,
    disk: lowDiskMegabytes === null ? words.numberWrong(...bounds.disk) : null,
  };
  const isWrong = Object.values(wrong).some((error) => error !== null);
  const wanted: StationSettingsChange | null =
    isWrong || lockAfterMinutes === null || lowDiskMegabytes === null
      ? null
      : { station, language: draft.language, shiftStart, lockAfterMinutes, lowDiskMegabytes };
  return { wanted, wrong };
}
