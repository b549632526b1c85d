import { useState } from "react";
import type { Connection, Problem } from "../../../main/api/contract/index.ts";
import { formatCount } from "../../locales/format.ts";
import { engineer, texts } from "../../locales/texts.ts";
import { useConnections } from "../../stores/stores-context.tsx";
import { AskTwice } from "../../ui/ask-twice.tsx";
import { Button } from "../../ui/button.tsx";
import { Copyable } from "../../ui/copyable.tsx";
import { FactList } from "../../ui/fact-list.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { Refused } from "../parts/refused.tsx";
import { ConnectionForm } from "./connection-form.tsx";
import css from "./settings-form.module.css";

interface CardProps {
  readonly connection: Connection;
  readonly onCheck: (name: string) => void;
}

/** One connection as it is set up; nothing of its secret. */
export function ConnectionCard({ connection, onCheck }: CardProps) {
  const words = engineer.connections;
  const [open, setOpen] = useState<"none" | "change" | "remove">("none");
  const { name, url, lent, entra } = connection;
  const signIn = useConnections((state) => state.signIn);
  const toggle = (what: "change" | "remove") => setOpen(open === what ? "none" : what);
  return (
    <li className={css["card"]} aria-label={name}>
      <div className={css["head"]}>
        <h3 className={css["name"]}>{name}</h3>
        <div className={css["acts"]}>
          <Button disabled={url === null} aria-label={words.checkOf(name)} onClick={() => onCheck(name)}>
            {words.check}
          </Button>
          {entra?.kind === "device-code" ? (
            <Button aria-label={words.enterOf(name)} onClick={() => void signIn(name)}>
              {words.enter}
            </Button>
          ) : null}
          {lent ? null : (
            <>
              <Button
                disabled={url === null}
                aria-label={words.changeOf(name)}
                aria-expanded={open === "change"}
                onClick={() => toggle("change")}
              >
                {words.change}
              </Button>
              <Button
                look="danger"
                aria-label={words.removeOf(name)}
                aria-expanded={open === "remove"}
                onClick={() => toggle("remove")}
              >
                {words.remove}
              </Button>
            </>
          )}
        </div>
      </div>
      {lent ? <p className={css["soft"]}>{words.lent}</p> : null}
      {url === null ? <StateMark shape="fail" word={words.damaged} /> : <Facts connection={connection} url={url} />}
      <EntraSignIn name={name} />
      {open === "change" ? (
        <ConnectionForm
          known={connection}
          onKeep={() => setOpen("none")}
          onSaved={() => {
            setOpen("none");
            onCheck(name);
          }}
        />
      ) : null}
      {open === "remove" ? <Remove name={name} onKeep={() => setOpen("none")} /> : null}
    </li>
  );
}

function Facts({ connection, url }: { readonly connection: Connection; readonly url: string }) {
  const words = engineer.connections;
  const { idScope, entra, operationsPerMinute, extraCertificates } = connection;
  return (
    <div className={css["facts"]}>
      <FactList
        facts={[
          { name: words.host, value: url.replace(/^https:\/\//, "") },
          {
            name: words.idScope,
            value: (
              <Copyable value={idScope} label={texts.frame.copy(words.idScope)} copiedLabel={texts.frame.copied} />
            ),
          },
          { name: words.signIn, value: words.ways[entra?.kind ?? "sas"] },
          { name: words.pace, value: words.paceOf(formatCount(operationsPerMinute)) },
          { name: words.extra, value: extraCertificates === 0 ? words.noExtra : formatCount(extraCertificates) },
        ]}
      />
    </div>
  );
}

/** What the person who signs in has to do elsewhere. */
function EntraSignIn({ name }: { readonly name: string }) {
  const words = engineer.connections;
  const { status, service, address, code, account, problem } = useConnections((state) => state.signingIn);
  if (service !== name || status === "idle") return null;
  return (
    <div className={css["outcome"]} role="status">
      {status === "asking" ? <StateMark shape="running" word={words.entering} /> : null}
      {status === "prompted" ? (
        <>
          <p>{words.enterNow}</p>
          <p className={css["prompt"]}>{address}</p>
          <Copyable value={code} label={texts.frame.copy(words.enter)} copiedLabel={texts.frame.copied} />
        </>
      ) : null}
      {status === "done" ? <StateMark shape="pass" word={words.entered(account)} /> : null}
      <Refused problem={problem} />
    </div>
  );
}

function Remove({ name, onKeep }: { readonly name: string; readonly onKeep: () => void }) {
  const words = engineer.connections;
  const remove = useConnections((state) => state.remove);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const act = async () => {
    setBusy(true);
    setProblem(await remove(name));
    setBusy(false);
  };
  return (
    <div>
      <AskTwice
        first={{ ask: words.removeAsk(name), act: words.removeOf(name) }}
        last={{ ask: words.removeSure, act: words.removeLast(name) }}
        keep={texts.setUp.keep}
        busy={busy}
        onKeep={onKeep}
        onAct={() => void act()}
      />
      <Refused problem={problem} />
    </div>
  );
}
