import { TextInput } from "@mantine/core";
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { sentenceOf } from "../../locales/sentence-of.ts";
import { texts } from "../../locales/texts.ts";
import { useStation, useTeaching } from "../../stores/stores-context.tsx";
import { teachWithinMs } from "../../stores/teaching-store.ts";
import { Button } from "../../ui/button.tsx";
import { ProgressBar } from "../../ui/progress-bar.tsx";
import { type ShapeName, StateShape } from "../../ui/state-shape.tsx";
import { useNow } from "../../ui/use-now.ts";
import { deviceFacts, deviceName, joined, nextSlotName } from "./port-words.ts";
import { Refused } from "../parts/refused.tsx";
import css from "./teach-panel.module.css";

/** The station learns which socket a slot is: by the device that is plugged in next. */
export function TeachPanel({ names }: { readonly names: readonly string[] }) {
  const status = useTeaching((state) => state.status);
  return (
    <section className={css["panel"]} data-status={status} aria-label={texts.setUp.teach.title}>
      {status === "idle" ? <NameForm names={names} /> : null}
      {status === "waiting" ? <Waiting /> : null}
      {status === "taught" ? <Taught names={names} /> : null}
      {status === "failed" ? <Failed /> : null}
    </section>
  );
}

const longestName = 16;

function NameForm({ names }: { readonly names: readonly string[] }) {
  const { teach: words } = texts.setUp;
  const teach = useTeaching((state) => state.teach);
  const [typed, setTyped] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  const name = typed ?? nextSlotName(names);
  const trimmed = name.trim();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (trimmed !== "") void teach(trimmed);
  };
  return (
    <form className={css["form"]} onSubmit={submit} noValidate>
      <TextInput
        label={words.name}
        value={name}
        onChange={(event) => setTyped(event.currentTarget.value)}
        error={tried && trimmed === "" ? words.nameMissing : null}
        maxLength={longestName}
        autoComplete="off"
        spellCheck={false}
        size="md"
      />
      <Button type="submit" look="primary" size="line">
        {words.start}
      </Button>
      <p className={css["how"]}>{names.includes(trimmed) ? words.exists(trimmed) : words.how}</p>
    </form>
  );
}

/** Focus goes to the one thing to press next, so that a row of slots is taught by Enter and plug alone. */
function useFocus() {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  return button;
}

function Waiting() {
  const { teach: words } = texts.setUp;
  const { name, since, problem, clear, plugPracticeUnit } = useTeaching((state) => state);
  const practice = useStation((state) => state.info?.mode === "practice");
  const cancel = useFocus();
  const left = Math.max(0, since + teachWithinMs - useNow(1000));
  return (
    <Outcome shape="waiting" title={words.now(name)} next={words.already}>
      <div className={css["actions"]}>
        <span className={css["left"]}>
          <ProgressBar label={words.leftLabel} value={left} total={teachWithinMs} />
        </span>
        <span className={css["seconds"]}>{words.left(Math.ceil(left / 1000))}</span>
        <Button ref={cancel} size="line" onClick={clear}>
          {words.cancel}
        </Button>
        {practice ? (
          <Button look="practice" size="line" onClick={() => void plugPracticeUnit()}>
            {words.practice}
          </Button>
        ) : null}
      </div>
      <Refused problem={problem} />
    </Outcome>
  );
}

function Taught({ names }: { readonly names: readonly string[] }) {
  const { teach: words, slots } = texts.setUp;
  const { name, slot, teach, clear } = useTeaching((state) => state);
  const next = useFocus();
  const port = slot?.port ?? null;
  const device = port === null ? "" : joined(deviceName(port), deviceFacts(port, deviceName(port)));
  const following = nextSlotName([...names, name]);
  return (
    <Outcome shape="pass" title={words.done(name)} next={joined(`${slots.socket} ${slot?.binding ?? ""}`, device)}>
      <div className={css["actions"]}>
        <Button ref={next} look="primary" size="line" onClick={() => void teach(following)}>
          {words.next(following)}
        </Button>
        <Button size="line" onClick={clear}>
          {words.finish}
        </Button>
        <p className={css["soft"]}>{words.spared}</p>
      </div>
    </Outcome>
  );
}

function Failed() {
  const { teach: words } = texts.setUp;
  const { name, problem, teach, clear } = useTeaching((state) => state);
  const again = useFocus();
  return (
    <Outcome
      shape="attention"
      title={problem === null ? "" : sentenceOf(problem)}
      next={joined(problem?.code, problem?.detail)}
    >
      <div className={css["actions"]}>
        <Button ref={again} look="primary" size="line" onClick={() => void teach(name)}>
          {words.again}
        </Button>
        <Button size="line" onClick={clear}>
          {words.cancel}
        </Button>
      </div>
    </Outcome>
  );
}

interface OutcomeProps {
  readonly shape: ShapeName;
  readonly title: string;
  readonly next: string;
  readonly children: ReactNode;
}

const Outcome = ({ shape, title, next, children }: OutcomeProps) => (
  <div className={css["outcome"]} data-state={shape}>
    <span className={css["shape"]}>
      <StateShape shape={shape} />
    </span>
    <div role="status">
      <h3 className={css["title"]}>{title}</h3>
      <p className={css["soft"]}>{next}</p>
    </div>
    <div className={css["act"]}>{children}</div>
  </div>
);
