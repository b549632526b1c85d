import { TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { formatStepTime } from "../../../locales/format.ts";
import { sentenceOf } from "../../../locales/sentence-of.ts";
import { texts } from "../../../locales/texts.ts";
import type { DryRun, DryRunResult } from "../../../stores/recipes-store.ts";
import { useRecipes } from "../../../stores/stores-context.tsx";
import { Button } from "../../../ui/button.tsx";
import { StateMark } from "../../../ui/state-mark.tsx";
import { Refused } from "../../parts/refused.tsx";
import css from "./recipes.module.css";

/** Tries the draft on a practice unit, and shows how it went. */
export function DryRunPanel() {
  const { check, dryRun, stopTrying } = useRecipes((state) => state);
  const tryDraft = useRecipes((state) => state.try);
  const [serialNumber, setSerialNumber] = useState("");
  const words = texts.recipes;
  const recipe = check?.recipe ?? null;
  const running = dryRun?.status === "running";
  const start = (event: FormEvent) => {
    event.preventDefault();
    if (recipe !== null) void tryDraft(serialNumber);
  };
  return (
    <section className={css["dryRun"]} aria-label={words.dryRun}>
      <form className={css["dryRunHead"]} onSubmit={start}>
        <TextInput
          label={words.serialNumber}
          placeholder={words.serialHint}
          value={serialNumber}
          onChange={(event) => setSerialNumber(event.currentTarget.value)}
          maxLength={64}
          autoComplete="off"
          spellCheck={false}
        />
        {running ? (
          <Button onClick={stopTrying}>{words.stop}</Button>
        ) : (
          <Button type="submit" look="practice" disabled={recipe === null || recipe.trial.state === "impossible"}>
            {words.dryRun}
          </Button>
        )}
        <p className={css["soft"]}>{words.dryRunAbout}</p>
      </form>
      <div role="status">{dryRun === null ? null : <Outcome dryRun={dryRun} />}</div>
    </section>
  );
}

function Outcome({ dryRun }: { readonly dryRun: DryRun }) {
  const { status, result, serialNumber, problem } = dryRun;
  const words = texts.recipes;
  const passed = result?.outcome === "pass";
  if (status === "failed") return <Refused problem={problem} />;
  return (
    <div className={css["outcome"]}>
      <p className={css["outcomeHead"]}>
        {result === null ? (
          <StateMark shape="running" word={words.running} />
        ) : (
          <StateMark shape={passed ? "pass" : "fail"} word={passed ? words.runPassed : words.runFailed} />
        )}
        <strong>{serialNumber}</strong>
        {result === null ? null : <Found result={result} />}
      </p>
      <Steps dryRun={dryRun} />
    </div>
  );
}

function Found({ result: { code, sentence, detail, registrationId, deviceId } }: { readonly result: DryRunResult }) {
  const words = texts.recipes;
  if (code !== null)
    return (
      <span className={css["soft"]}>
        {sentenceOf({ code, sentence: sentence ?? "" })} <code className={css["code"]}>{code}</code>{" "}
        <span lang="en">{detail}</span>
      </span>
    );
  return (
    <span className={css["soft"]}>
      {words.registrationId} <code className={css["code"]}>{registrationId}</code> · {words.deviceId}{" "}
      <code className={css["code"]}>{deviceId}</code>
    </span>
  );
}

/** A step that is planned. */
const notYet = { outcome: "waiting", code: null, ms: null } as const;

function Steps({ dryRun: { plan, steps } }: { readonly dryRun: DryRun }) {
  return (
    <ol className={css["steps"]} aria-label={texts.line.stepsTitle}>
      {plan.map((id) => {
        const { outcome, code, ms } = steps.find((one) => one.id === id) ?? notYet;
        return (
          <li key={id} className={css["step"]}>
            <StateMark shape={outcome} word={stepWord(id)} />
            {code === null ? null : <code className={css["code"]}>{code}</code>}
            <span className={css["soft"]}>{ms === null ? "" : formatStepTime(ms)}</span>
          </li>
        );
      })}
    </ol>
  );
}

const stepWord = (id: string): string => Object.entries(texts.line.steps).find(([name]) => name === id)?.[1] ?? id;
