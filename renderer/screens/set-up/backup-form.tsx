import { Select } from "@mantine/core";
import type { FormEvent } from "react";
import type { StationSettingsChange, StationSettingsView } from "../../../main/api/contract/index.ts";
import { texts } from "../../locales/texts.ts";
import { SaveSettings } from "./save-settings.tsx";
import { SettingsField } from "./settings-field.tsx";
import css from "./settings-form.module.css";
import { useSettingsDraft } from "./use-settings-draft.ts";
import { wholeNumber } from "./whole-number.ts";

const whens = ["never", "shift", "hours"] as const;
const bounds = { hours: [1, 168], kept: [1, 1_000], days: [1, 365] } as const;

interface Draft {
  readonly when: (typeof whens)[number];
  readonly hours: string;
  readonly kept: string;
  readonly folder: string;
  readonly days: string;
}

/** When the station makes a backup by itself, where to, how many stay. */
export function BackupForm({ settings }: { readonly settings: StationSettingsView }) {
  const words = texts.house.backup;
  const { draft, put, saving, save } = useSettingsDraft(() => draftOf(settings));
  const { wanted, wrong } = judge(draft);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (wanted !== null) void save(wanted);
  };
  return (
    <form className={css["form"]} onSubmit={submit} noValidate>
      <ByItself draft={draft} wrong={wrong} put={put} />
      <SettingsField
        label={words.folder}
        hint={words.folderHint}
        value={draft.folder}
        most={1_000}
        onChange={(folder) => put({ folder })}
      />
      <SettingsField
        label={words.every}
        hint={words.everyHint}
        value={draft.days}
        most={3}
        error={wrong.days}
        onChange={(days) => put({ days })}
      />
      <SaveSettings saving={saving} disabled={wanted === null} />
    </form>
  );
}

interface PartProps {
  readonly draft: Draft;
  readonly wrong: ReturnType<typeof judge>["wrong"];
  readonly put: (part: Partial<Draft>) => void;
}

/** Asked for only where it counts. */
function ByItself({ draft, wrong, put }: PartProps) {
  const words = texts.house.backup;
  return (
    <>
      <Select
        label={words.when}
        description={words.whenHint}
        inputWrapperOrder={["label", "input", "description", "error"]}
        data={whens.map((value) => ({ value, label: words.whens[value] }))}
        value={draft.when}
        onChange={(value) => put({ when: whens.find((one) => one === value) ?? "never" })}
        allowDeselect={false}
        size="md"
      />
      {draft.when === "hours" ? (
        <SettingsField
          label={words.hours}
          hint={words.hoursHint}
          value={draft.hours}
          most={3}
          error={wrong.hours}
          onChange={(hours) => put({ hours })}
        />
      ) : null}
      {draft.when === "never" ? null : (
        <SettingsField
          label={words.kept}
          hint={words.keptHint}
          value={draft.kept}
          most={4}
          error={wrong.kept}
          onChange={(kept) => put({ kept })}
        />
      )}
    </>
  );
}

const draftOf = ({ timedBackup, backupsKept, backupFolder, backupEveryDays }: StationSettingsView): Draft => ({
  when: timedBackup === null ? "never" : timedBackup === "shift" ? "shift" : "hours",
  hours: typeof timedBackup === "number" ? String(timedBackup) : "24",
  kept: String(backupsKept),
  folder: backupFolder ?? "",
  days: String(backupEveryDays),
});

/** What is not on screen is not wrong. */
function judge(draft: Draft) {
  const hours = draft.when === "hours" ? wholeNumber(draft.hours, ...bounds.hours) : undefined;
  const backupsKept = draft.when === "never" ? undefined : wholeNumber(draft.kept, ...bounds.kept);
  const backupEveryDays = wholeNumber(draft.days, ...bounds.days);
  const { numberWrong } = texts.house.station;
  const wrong = {
    hours: hours === null ? numberWrong(...bounds.hours) : null,
    kept: backupsKept === null ? numberWrong(...bounds.kept) : null,
    days: backupEveryDays === null ? numberWrong(...bounds.days) : null,
  };
  const place = draft.folder.trim();
  const wanted: StationSettingsChange | null =
    hours === null || backupsKept === null || backupEveryDays === null
      ? null
      : {
          timedBackup: hours ?? (draft.when === "shift" ? "shift" : null),
          backupsKept,
          backupEveryDays,
          backupFolder: place === "" ? null : place,
        };
  return { wanted, wrong };
}
