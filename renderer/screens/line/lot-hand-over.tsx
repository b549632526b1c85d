import { Textarea } from "@mantine/core";
import { type FormEvent, useEffect, useState } from "react";
import type { Problem } from "../../../main/api/contract/index.ts";
import { formatCount, formatTime } from "../../locales/format.ts";
import { sentenceOf } from "../../locales/sentence-of.ts";
import { texts } from "../../locales/texts.ts";
import type { ShiftFigures } from "../../stores/hand-over-store.ts";
import { useHandOver, useLine, useLots, useStation } from "../../stores/stores-context.tsx";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Refused } from "../parts/refused.tsx";
import { useMoment } from "../parts/use-moment.ts";
import css from "./lot-hand-over.module.css";

interface HandOverDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** What this shift did, what it leaves open, and what it tells the next. */
export function HandOverDialog({ opened, onClose }: HandOverDialogProps) {
  const load = useHandOver((state) => state.load);
  const lot = useLots((state) => state.current?.lot ?? null);
  useEffect(() => {
    if (opened) void load(lot);
  }, [opened, load, lot]);
  return (
    <Dialog opened={opened} title={texts.lots.handOver.title} size={880} onClose={onClose}>
      <Content />
    </Dialog>
  );
}

function Content() {
  const { status, figures, problem, load } = useHandOver((state) => state);
  const lot = useLots((state) => state.current?.lot ?? null);
  if (status === "failed" && problem !== null) {
    return (
      <EmptyState shape="fail" title={sentenceOf(problem)} next={problem.code}>
        <Button onClick={() => void load(lot)}>{texts.frame.tryAgain}</Button>
      </EmptyState>
    );
  }
  if (figures === null) return <EmptyState shape="running" title={texts.frame.reading} />;
  return (
    <div className={css["columns"]}>
      <div className={css["column"]}>
        <Done figures={figures} />
        <OpenMatters />
      </div>
      <Notes />
    </div>
  );
}

function Done({ figures: { from, totals, failures } }: { readonly figures: ShiftFigures }) {
  const words = texts.lots.handOver;
  return (
    <section className={css["column"]} aria-label={words.title}>
      <p>{words.since(formatTime(Date.parse(from)))}</p>
      <dl className={css["figures"]}>
        <div>
          <dt>{words.passed}</dt>
          <dd>{formatCount(totals.units)}</dd>
        </div>
        <div>
          <dt>{words.failedRuns}</dt>
          <dd>{formatCount(totals.failed)}</dd>
        </div>
      </dl>
      <h3>{words.byCode}</h3>
      {failures.length === 0 ? <p>{words.nothingFailed}</p> : null}
      <ul className={css["codes"]}>
        {failures.slice(0, 6).map(({ code, runs }) => (
          <li key={code}>
            <code>{code}</code>
            <strong>{formatCount(runs)}</strong>
          </li>
        ))}
      </ul>
    </section>
  );
}

function OpenMatters() {
  const words = texts.lots.handOver;
  const onHold = useLots((state) => state.current?.onHold ?? 0);
  const samples = useHandOver((state) => state.samplesDue);
  const queued = useStation((state) => state.service?.queued ?? 0);
  const parked = useStation((state) => state.service?.parked ?? 0);
  const busy = useLine((state) => state.slots.filter((slot) => slot.state === "running").length);
  const matters = [
    [onHold, words.onHold],
    [samples, words.samples],
    [queued, words.queue],
    [parked, words.parked],
    [busy, words.busy],
  ] as const;
  const open = matters.filter(([count]) => count > 0);
  return (
    <section className={css["column"]}>
      <h3>{words.open}</h3>
      {open.length === 0 ? <StateMark shape="pass" word={words.nothingOpen} /> : null}
      {open.map(([count, say]) => (
        <StateMark key={say("")} shape="attention" word={say(formatCount(count))} />
      ))}
    </section>
  );
}

function Notes() {
  const { note, leave } = useHandOver((state) => state);
  const moment = useMoment();
  const [text, setText] = useState("");
  const [left, setLeft] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const words = texts.lots.handOver;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const refused = await leave(text);
    setProblem(refused);
    if (refused !== null) return;
    setText("");
    setLeft(true);
  };
  return (
    <form className={css["column"]} onSubmit={(event) => void submit(event)}>
      <h3>{words.last}</h3>
      {note === null ? (
        <p>{words.noNote}</p>
      ) : (
        <blockquote className={css["note"]}>
          <p>{note.note}</p>
          <footer>{note.operator === null ? moment(note.at) : texts.lots.by(moment(note.at), note.operator)}</footer>
        </blockquote>
      )}
      <Textarea
        label={words.note}
        description={words.noteHint}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        maxLength={1000}
        rows={4}
        size="md"
      />
      <Button type="submit" look="primary" size="line" disabled={text.trim() === ""}>
        {words.leave}
      </Button>
      <p role="status">{left ? <StateMark shape="pass" word={words.left} /> : null}</p>
      <Refused problem={problem} />
    </form>
  );
}
