import { type FormEvent, useState } from "react";
import type { AuthorityView, Problem } from "../../../main/api/contract/index.ts";
import { engineer, texts } from "../../locales/texts.ts";
import { useAuthorities } from "../../stores/stores-context.tsx";
import { Button } from "../../ui/button.tsx";
import { Copyable } from "../../ui/copyable.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { lastDay } from "../parts/last-day.ts";
import { Refused } from "../parts/refused.tsx";
import { AuthorityFiles } from "./authority-files.tsx";
import { RevokeForm } from "./revoke-form.tsx";
import { SettingsField } from "./settings-field.tsx";
import css from "./settings-form.module.css";

/** One authority: where its key is, whether it can sign now, and what comes of it. */
export function AuthorityCard({ authority }: { readonly authority: AuthorityView }) {
  const words = engineer.authorities;
  const [open, setOpen] = useState(false);
  const { name, pilot, custody, locked, subject, notAfter, warnings, token } = authority;
  return (
    <li className={css["card"]} aria-label={name}>
      <div className={css["head"]}>
        <h3 className={css["name"]}>{name}</h3>
        <Button
          disabled={subject === null}
          aria-label={words.moreOf(name)}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {words.more}
        </Button>
      </div>
      <div className={css["marks"]}>
        <State authority={authority} />
        <span>{words.custodies[custody]}</span>
        {notAfter === null ? null : <span>{lastDay(Date.parse(notAfter), words.ends)}</span>}
        {pilot ? <StateMark shape="attention" word={words.pilot} /> : null}
      </div>
      {warnings.map(({ warning, subject: whose, days }) => (
        <p key={`${warning} ${whose}`}>
          <StateMark
            shape={warning === "ended" ? "fail" : "attention"}
            word={words.warnings[warning](whose, words.days(Math.abs(days)))}
          />
        </p>
      ))}
      {token === null ? null : (
        <p className={css["soft"]}>
          {words.token}: {token.token} · {token.key} · {token.module}
        </p>
      )}
      {locked ? <Unlock name={name} /> : null}
      {open ? (
        <div className={css["panel"]}>
          <Chain authority={authority} />
          <AuthorityFiles authority={authority} />
          <RevokeForm authority={name} />
        </div>
      ) : null}
    </li>
  );
}

function State({ authority: { subject, locked, custody, warnings } }: { readonly authority: AuthorityView }) {
  const words = engineer.authorities;
  if (subject === null) return <StateMark shape="waiting" word={words.waits} />;
  if (locked) return <StateMark shape="attention" word={words.locked} />;
  if (custody === "elsewhere") return <StateMark shape="off" word={subject} />;
  const ended = warnings.some(({ warning }) => warning === "ended");
  return ended ? null : <StateMark shape="pass" word={words.usable} />;
}

/** At the start of a shift. The PIN goes to the station once and is forgotten here. */
function Unlock({ name }: { readonly name: string }) {
  const words = engineer.authorities;
  const unlock = useAuthorities((state) => state.unlock);
  const [pin, setPin] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (pin === "" || busy) return;
    setBusy(true);
    const refused = await unlock(name, pin);
    setBusy(false);
    setPin("");
    setProblem(refused);
  };
  return (
    <form className={css["form"]} onSubmit={(event) => void submit(event)} noValidate>
      <SettingsField label={words.pin} hint={words.pinHint} type="password" value={pin} most={255} onChange={setPin} />
      <div className={css["send"]}>
        <Button
          type="submit"
          look="primary"
          size="line"
          aria-label={words.unlockOf(name)}
          disabled={pin === "" || busy}
        >
          {words.unlock}
        </Button>
        <Refused problem={problem} />
      </div>
    </form>
  );
}

function Chain({ authority: { chain, name } }: { readonly authority: AuthorityView }) {
  const words = engineer.authorities;
  return (
    <section className={css["group"]} aria-label={`${words.chain}: ${name}`}>
      <h4 className={css["heading"]}>{words.chain}</h4>
      <ol className={css["chain"]}>
        {chain.map(({ subject, serialNumber, notAfter, sha256 }) => (
          <li key={sha256}>
            <p>
              <strong>{subject}</strong>{" "}
              <span className={css["soft"]}>{lastDay(Date.parse(notAfter), words.until)}</span>
            </p>
            <p className={css["soft"]}>
              {words.serialNumber}: <code>{serialNumber}</code>
            </p>
            <Copyable
              value={sha256}
              label={texts.frame.copy(`${words.fingerprint} ${subject}`)}
              copiedLabel={texts.frame.copied}
            />
          </li>
        ))}
      </ol>
    </section>
  );
}
