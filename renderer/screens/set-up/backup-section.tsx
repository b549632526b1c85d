import type { StationSettingsView } from "../../../main/api/contract/index.ts";
import { formatCount, formatDateTime } from "../../locales/format.ts";
import { texts } from "../../locales/texts.ts";
import { useSettings, useStation } from "../../stores/stores-context.tsx";
import { Button } from "../../ui/button.tsx";
import { Copyable } from "../../ui/copyable.tsx";
import { FactList } from "../../ui/fact-list.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { useNow } from "../../ui/use-now.ts";
import { Refused } from "../parts/refused.tsx";
import { Section } from "../parts/section.tsx";
import { BackupForm } from "./backup-form.tsx";
import { ReadSettings } from "./read-settings.tsx";
import css from "./settings-form.module.css";

/** When the station was last copied, a copy now, and whether its records hold. */
export function BackupSection() {
  const words = texts.house.backup;
  const practice = useStation((state) => state.info?.mode === "practice");
  return (
    <Section title={words.title} about={words.about}>
      {practice ? <p>{words.practice}</p> : null}
      <ReadSettings>
        {(settings) => (
          <div className={css["groups"]}>
            <section className={css["group"]} aria-label={words.title}>
              <Facts settings={settings} />
              <MakeBackup />
              <BackupForm settings={settings} />
            </section>
            <RecordsCheck />
            <Restore folder={settings.backupsIn} />
          </div>
        )}
      </ReadSettings>
    </Section>
  );
}

function Facts({ settings }: { readonly settings: StationSettingsView }) {
  const { lastBackupAt, nextBackupAt, backupDueAt, backupsIn } = settings;
  const words = texts.house.backup;
  const now = useNow(60_000);
  const due = backupDueAt === null ? null : Date.parse(backupDueAt);
  const late = due !== null && due <= now;
  return (
    <FactList
      facts={[
        {
          name: words.last,
          value: lastBackupAt === null ? words.never : formatDateTime(Date.parse(lastBackupAt)),
        },
        {
          name: words.next,
          value: nextBackupAt === null ? words.nextNone : formatDateTime(Date.parse(nextBackupAt)),
        },
        ...(due === null
          ? []
          : [
              {
                name: words.due,
                value: (
                  <>
                    {formatDateTime(due)}{" "}
                    <StateMark shape={late ? "attention" : "pass"} word={late ? words.overdue : words.inTime} />
                  </>
                ),
              },
            ]),
        { name: words.place, value: <code>{backupsIn}</code> },
      ]}
    />
  );
}

function MakeBackup() {
  const words = texts.house.backup;
  const { status, outcome, problem } = useSettings((state) => state.backup);
  const make = useSettings((state) => state.makeBackup);
  return (
    <>
      <div className={css["send"]}>
        <Button look="primary" size="line" disabled={status === "running"} onClick={() => void make()}>
          {words.make}
        </Button>
        <Refused problem={problem} />
      </div>
      <div role="status">
        {status === "running" ? <StateMark shape="running" word={words.making} /> : null}
        {outcome === null ? null : (
          <div className={css["outcome"]}>
            <StateMark shape="pass" word={words.made} />
            <p className={css["soft"]}>{words.madeFiles(outcome.files, outcome.folder)}</p>
            {outcome.auditHead === null ? null : (
              <div>
                <p className={css["soft"]}>{words.anchor}</p>
                <Copyable
                  value={outcome.auditHead}
                  label={texts.frame.copy(words.anchor)}
                  copiedLabel={texts.frame.copied}
                />
              </div>
            )}
          </div>
        )}
      </div>
    </>
  );
}

function RecordsCheck() {
  const words = texts.house.backup;
  const { status, outcome, problem } = useSettings((state) => state.check);
  const check = useSettings((state) => state.checkRecords);
  return (
    <section className={css["group"]} aria-label={words.check}>
      <h3 className={css["heading"]}>{words.check}</h3>
      <p className={css["soft"]}>{words.checkAbout}</p>
      <div className={css["send"]}>
        <Button size="line" disabled={status === "running"} onClick={() => void check()}>
          {words.check}
        </Button>
        <Refused problem={problem} />
      </div>
      <div role="status">
        {status === "running" ? <StateMark shape="running" word={words.checking} /> : null}
        {outcome === null ? null : (
          <div className={css["outcome"]}>
            <StateMark shape={outcome.sound ? "pass" : "fail"} word={outcome.sound ? words.sound : words.unsound} />
            <p className={css["soft"]}>
              {outcome.sound
                ? words.soundFacts(formatCount(outcome.auditEntries), outcome.schemaVersion)
                : `${words.unsoundNext} ${[outcome.wrong ?? "", ...outcome.faults].join(" · ")}`}
            </p>
          </div>
        )}
      </div>
    </section>
  );
}

function Restore({ folder }: { readonly folder: string }) {
  const words = texts.house.backup;
  const command = `touchmark restore ${folder}/touchmark-… --data DIR`;
  return (
    <section className={css["group"]} aria-label={words.restore}>
      <h3 className={css["heading"]}>{words.restore}</h3>
      <p>{words.restoreAbout}</p>
      <Copyable value={command} label={texts.frame.copy(words.restore)} copiedLabel={texts.frame.copied} />
      <p className={css["soft"]}>{words.restoreThen}</p>
    </section>
  );
}
