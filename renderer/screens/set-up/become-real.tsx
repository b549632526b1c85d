import { TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { Problem } from "../../../main/api/contract/index.ts";
import { texts } from "../../locales/texts.ts";
import { useGuide } from "../../stores/stores-context.tsx";
import { AskTwice } from "../../ui/ask-twice.tsx";
import { Button } from "../../ui/button.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { Refused } from "../parts/refused.tsx";
import css from "./guide-section.module.css";

/** The way from practice to a real station: its name, two questions, and a start anew. */
export function BecomeReal({ dataFolder, isNow }: { readonly dataFolder: string; readonly isNow: boolean }) {
  const words = texts.house.guide;
  const turning = useGuide((state) => state.turning);
  const becomeReal = useGuide((state) => state.becomeReal);
  const [name, setName] = useState("");
  const [asking, setAsking] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const station = name.trim();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (station !== "") setAsking(true);
  };
  const act = async () => {
    setProblem(await becomeReal(station));
    setAsking(false);
  };
  return (
    <section className={css["real"]} aria-label={words.realTitle} data-now={isNow}>
      <h3 className={css["name"]}>
        {isNow ? <StateMark shape="attention" word={words.realTitle} /> : words.realTitle}
      </h3>
      <p>{words.realAbout}</p>
      {isNow ? (
        <p className={css["soft"]}>
          {words.realFolder}: <code className={css["code"]}>{dataFolder}</code>
        </p>
      ) : null}
      {turning === "restarts" || turning === "by-hand" ? (
        <p role="status">
          <StateMark
            shape={turning === "restarts" ? "running" : "attention"}
            word={turning === "restarts" ? words.realRestarts : words.realByHand}
          />
        </p>
      ) : isNow ? (
        <form className={css["form"]} onSubmit={submit} noValidate>
          <TextInput
            label={words.realName}
            description={words.realNameHint}
            inputWrapperOrder={["label", "input", "description", "error"]}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            maxLength={64}
            size="md"
            autoComplete="off"
          />
          <Button type="submit" look="danger" size="line" disabled={station === "" || asking} aria-expanded={asking}>
            {words.realAct}
          </Button>
        </form>
      ) : null}
      {asking ? (
        <AskTwice
          first={{ ask: words.realAsk(station), act: words.realAct }}
          last={{ ask: words.realSure, act: words.realLast(station) }}
          keep={texts.setUp.keep}
          busy={turning === "asked"}
          onKeep={() => setAsking(false)}
          onAct={() => void act()}
        />
      ) : null}
      <Refused problem={problem} />
    </section>
  );
}
