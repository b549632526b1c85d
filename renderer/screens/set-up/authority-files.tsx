import { type FormEvent, useState } from "react";
import type { AuthorityView, Problem } from "../../../main/api/contract/index.ts";
import { engineer } from "../../locales/texts.ts";
import { useAuthorities } from "../../stores/stores-context.tsx";
import { Button } from "../../ui/button.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { Refused } from "../parts/refused.tsx";
import { saveFile } from "./save-file.ts";
import { SettingsField } from "./settings-field.tsx";
import css from "./settings-form.module.css";
import { wholeNumber } from "./whole-number.ts";

const formats = ["pem", "p7b", "cer"] as const;

/** What is saved of an authority: its chain, the proof that its key is here, the list of what was taken back. */
export function AuthorityFiles({ authority: { name, custody } }: { readonly authority: AuthorityView }) {
  return (
    <>
      <ExportChain name={name} />
      {custody === "elsewhere" ? null : (
        <>
          <Prove name={name} />
          <RevocationList name={name} />
        </>
      )}
    </>
  );
}

function ExportChain({ name }: { readonly name: string }) {
  const words = engineer.authorities;
  const file = useAuthorities((state) => state.file);
  const [problem, setProblem] = useState<Problem | null>(null);
  const save = async (format: (typeof formats)[number]) => {
    const answer = await file((calls) => calls.exportChain({ name, format }));
    setProblem(answer.problem);
    if (answer.value !== null) saveFile(answer.value);
  };
  return (
    <div className={css["acts"]}>
      {formats.map((format) => (
        <Button key={format} aria-label={words.exportOf(format, name)} onClick={() => void save(format)}>
          {words.export} .{format}
        </Button>
      ))}
      <Refused problem={problem} />
    </div>
  );
}

function Prove({ name }: { readonly name: string }) {
  const words = engineer.authorities;
  const file = useAuthorities((state) => state.file);
  const [code, setCode] = useState("");
  const [saved, setSaved] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const answer = await file((calls) => calls.prove({ name, code: code.trim() }));
    setProblem(answer.problem);
    setSaved(answer.value?.fileName ?? null);
    if (answer.value !== null) saveFile(answer.value);
  };
  return (
    <form className={css["form"]} aria-label={words.prove} onSubmit={(event) => void submit(event)} noValidate>
      <h4 className={`${css["heading"]} ${css["wide"]}`}>{words.prove}</h4>
      <SettingsField label={words.code} hint={words.proveAbout} value={code} most={256} onChange={setCode} />
      <div className={css["send"]}>
        <Button type="submit" disabled={code.trim() === ""}>
          {words.proveAct}
        </Button>
        <span role="status">{saved === null ? null : <StateMark shape="pass" word={words.savedAs(saved)} />}</span>
        <Refused problem={problem} />
      </div>
    </form>
  );
}

const dayBounds = [1, 3_650] as const;

function RevocationList({ name }: { readonly name: string }) {
  const words = engineer.authorities;
  const file = useAuthorities((state) => state.file);
  const [days, setDays] = useState("30");
  const [made, setMade] = useState<{ readonly number: number; readonly count: number } | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const validityDays = wholeNumber(days, ...dayBounds);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (validityDays === null) return;
    const answer = await file((calls) => calls.revocationList({ name, validityDays, format: "der" }));
    setProblem(answer.problem);
    setMade(answer.value);
    if (answer.value !== null) saveFile(answer.value);
  };
  return (
    <form className={css["form"]} aria-label={words.crl} onSubmit={(event) => void submit(event)} noValidate>
      <h4 className={`${css["heading"]} ${css["wide"]}`}>{words.crl}</h4>
      <SettingsField label={words.crlDays} hint={words.crlAbout} value={days} most={4} onChange={setDays} />
      <div className={css["send"]}>
        <Button type="submit" disabled={validityDays === null}>
          {words.crlAct}
        </Button>
        <span role="status">
          {made === null ? null : <StateMark shape="pass" word={words.crlMade(made.number, made.count)} />}
        </span>
        <Refused problem={problem} />
      </div>
    </form>
  );
}
