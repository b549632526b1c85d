import { useState } from "react";
import type { UnitDetail, VerificationCheck } from "../../../main/api/contract/index.ts";
import { formatDateTime, formatDuration } from "../../locales/format.ts";
import { texts } from "../../locales/texts.ts";
import { useUnitChanges, useVerifications } from "../../stores/stores-context.tsx";
import { Button } from "../../ui/button.tsx";
import { Copyable } from "../../ui/copyable.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { foundOf } from "./evidence-words.ts";
import css from "./history.module.css";
import { RunSteps } from "./run-steps.tsx";
import { type TimelineEntry, timelineOf } from "./timeline.ts";
import { checkShapes } from "./unit-verdict.ts";

/** Everything that happened to the unit, newest first. */
export function History({ unit }: { readonly unit: UnitDetail }) {
  const verifications = useVerifications((state) => state.list.items);
  const changes = useUnitChanges((state) => state.list.items);
  const entries = timelineOf({ unit, verifications, changes });
  const words = texts.verify.timeline;
  return (
    <section className={css["history"]} aria-label={words.title}>
      <h2 className={css["heading"]}>{words.title}</h2>
      {entries.length === 0 ? <p>{words.none}</p> : null}
      <ol className={css["entries"]}>
        {entries.map((entry) => (
          <Entry key={entry.key} entry={entry} />
        ))}
      </ol>
    </section>
  );
}

function Entry({ entry }: { readonly entry: TimelineEntry }) {
  const { at, shape, title, by, lines, code, run, checks } = entry;
  const ms = run?.ms ?? null;
  return (
    <li className={css["entry"]} data-state={shape}>
      <div className={css["top"]}>
        <StateMark shape={shape} word={title} />
        <span>{ms === null ? "" : formatDuration(ms)}</span>
      </div>
      <p className={css["soft"]}>
        <time dateTime={at}>{formatDateTime(Date.parse(at))}</time>
        {by === null ? null : <> · {texts.people.by(by)}</>}
      </p>
      {lines
        .filter((line) => line !== "")
        .map((line) => (
          <p key={line}>{line}</p>
        ))}
      {code === null ? null : (
        <Copyable value={code} label={texts.frame.copy(texts.frame.code)} copiedLabel={texts.frame.copied} />
      )}
      {run !== null && run.steps.length > 0 ? (
        <More
          show={texts.verify.timeline.steps}
          hide={texts.verify.timeline.hideSteps}
          of={formatDateTime(Date.parse(at))}
        >
          <RunSteps run={run} />
        </More>
      ) : null}
      {checks.length > 0 ? (
        <More
          show={texts.verify.timeline.checks}
          hide={texts.verify.timeline.hideChecks}
          of={formatDateTime(Date.parse(at))}
        >
          <Checks checks={checks} />
        </More>
      ) : null}
    </li>
  );
}

interface MoreProps {
  readonly show: string;
  readonly hide: string;
  /** Tells this press from the others for who does not see it. */
  readonly of: string;
  readonly children: React.ReactNode;
}

function More({ show, hide, of, children }: MoreProps) {
  const [open, setOpen] = useState(false);
  const word = open ? hide : show;
  return (
    <>
      <Button
        look="quiet"
        className={css["more"]}
        aria-expanded={open}
        aria-label={`${word} ${of}`}
        onClick={() => setOpen(!open)}
      >
        {word}
      </Button>
      {open ? children : null}
    </>
  );
}

const Checks = ({ checks }: { readonly checks: readonly VerificationCheck[] }) => (
  <ol className={css["steps"]}>
    {checks.map((check) => (
      <li key={check.id} className={css["step"]}>
        <StateMark shape={checkShapes[check.outcome]} word={texts.verify.checks.names[check.id] ?? check.id} />
        <span />
        <p className={css["measured"]}>
          {[foundOf(check), check.code ?? ""].filter((part) => part !== "").join(" · ")}
        </p>
      </li>
    ))}
  </ol>
);
