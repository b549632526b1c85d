import { NumberInput } from "@mantine/core";
import { useEffect, useState } from "react";
import type { ReconcileStatus } from "../../../main/api/contract/index.ts";
import { formatCount, formatDateTime } from "../../locales/format.ts";
import { sentenceOf } from "../../locales/sentence-of.ts";
import { texts } from "../../locales/texts.ts";
import { useReconcile, useService } from "../../stores/stores-context.tsx";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ProgressBar } from "../../ui/progress-bar.tsx";
import { StateShape } from "../../ui/state-shape.tsx";
import { Refused } from "../parts/refused.tsx";
import { Section } from "../parts/section.tsx";
import { useMoment } from "../parts/use-moment.ts";
import { ReconcileKinds } from "./reconcile-kinds.tsx";
import { outcomeOf } from "./reconcile-words.ts";
import css from "./reconcile-section.module.css";
import { ServiceChoice } from "./service-choice.tsx";

/** Service and records, compared entry by entry. */
export function ReconcileSection() {
  const { status, problem, load } = useReconcile((state) => state);
  useEffect(() => {
    void load();
  }, [load]);
  const words = texts.service.reconcile;
  const none = useService((state) => state.services.status === "ready" && state.services.items.length === 0);
  return (
    <Section title={words.title} about={words.about}>
      {none ? null : <Form running={status?.state === "running"} resumable={status?.state === "interrupted"} />}
      <Refused problem={problem} />
      {none ? (
        <EmptyState shape="off" title={texts.service.none} next={texts.service.noneNext} />
      ) : status === null ? null : status.state === "idle" ? (
        <EmptyState shape="waiting" title={words.idle} next={words.idleNext} />
      ) : (
        <>
          <Outcome status={status} />
          <ReconcileKinds status={status} />
        </>
      )}
    </Section>
  );
}

const usualDays = 30;

function Form({ running, resumable }: { readonly running: boolean; readonly resumable: boolean }) {
  const words = texts.service.reconcile;
  const { status, start, cancel } = useReconcile((state) => state);
  const first = useService((state) => state.services.items[0]?.name);
  const [chosen, setChosen] = useState<string | null>(null);
  const [days, setDays] = useState<number | null>(usualDays);
  const service = chosen ?? status?.service ?? first;
  const name = resumable ? words.resume : status === null || status.state === "idle" ? words.start : words.again;
  return (
    <div className={css["form"]}>
      <ServiceChoice value={service ?? ""} disabled={running} onChoose={setChosen} />
      <NumberInput
        className={css["days"] ?? ""}
        label={words.days}
        value={days ?? ""}
        onChange={(value) => setDays(typeof value === "number" ? value : null)}
        suffix={` ${words.daysUnit}`}
        min={1}
        max={10_000}
        allowDecimal={false}
        allowNegative={false}
        disabled={running}
        hideControls
        size="md"
      />
      {running ? (
        <Button size="line" onClick={() => void cancel()}>
          {words.cancel}
        </Button>
      ) : (
        <Button
          look="primary"
          size="line"
          disabled={service === undefined}
          onClick={() => service !== undefined && void start(service, days)}
        >
          {name}
        </Button>
      )}
    </div>
  );
}

function Outcome({ status }: { readonly status: ReconcileStatus }) {
  const moment = useMoment();
  const words = texts.service.reconcile;
  const { shape, title } = outcomeOf(status);
  const { counts, expected, phase, startedAt, finishedAt, resumed, service, problem } = status;
  const total = Math.max(expected, counts.entries);
  const time =
    startedAt === null
      ? ""
      : finishedAt === null
        ? words.started(moment(startedAt))
        : words.took(formatDateTime(Date.parse(startedAt)), moment(finishedAt));
  const facts = [service ?? "", time, resumed ? words.resumed : "", problem === null ? "" : sentenceOf(problem)];
  return (
    <div className={css["outcome"]} data-state={shape}>
      <span className={css["shape"]}>
        <StateShape shape={shape} progress={total === 0 ? 0 : counts.entries / total} />
      </span>
      <div role="status">
        <h3 className={css["title"]}>{title}</h3>
        <p className={css["soft"]}>{facts.filter((fact) => fact !== "").join(" · ")}</p>
        {problem === null ? null : <code className={css["code"]}>{problem.code}</code>}
      </div>
      {status.state === "done" ? null : (
        <div className={css["progress"]}>
          <ProgressBar label={words.progress} value={counts.entries} total={total} />
          <p className={css["soft"]}>
            {words.read(formatCount(counts.entries), formatCount(total))}
            {phase === null || status.state === "running" ? "" : ` · ${words.phases[phase]}`}
          </p>
        </div>
      )}
    </div>
  );
}
