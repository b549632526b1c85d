import { TextInput } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import type { Problem } from "../../../main/api/contract/index.ts";
import { texts } from "../../locales/texts.ts";
import type { Account } from "../../stores/service-store.ts";
import { useService, useStation } from "../../stores/stores-context.tsx";
import { Ask, focused } from "../../ui/ask.tsx";
import { Button } from "../../ui/button.tsx";
import css from "./ask-reason.module.css";
import { Refused } from "./refused.tsx";

interface AskReasonProps {
  readonly ask: string;
  /** What the button does, by its name. */
  readonly act: string;
  /** The second question, where something is overwritten or taken away. */
  readonly last?: { readonly ask: string; readonly act: string } | undefined;
  /** What is asked besides the reason; nothing is done while it is missing. */
  readonly besides?: { readonly field: ReactNode; readonly isMissing: boolean } | undefined;
  /** Who wants it is asked where nobody is signed in; left out: yes. */
  readonly asksBy?: boolean;
  readonly onKeep: () => void;
  /** The problem if it was refused. */
  readonly onAct: (account: Account) => Promise<Problem | null>;
}

/** Asks why before something is done by hand, and once more before what does not come back; Escape leaves it as it is. */
export function AskReason({ ask, act, last, besides, asksBy = true, onKeep, onAct }: AskReasonProps) {
  const lastBy = useService((state) => state.lastBy);
  const [account, setAccount] = useState<Account>({ reason: "", by: lastBy });
  const [stage, setStage] = useState<"reason" | "sure" | "busy">("reason");
  const [tried, setTried] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const missing = account.reason.trim() === "";
  const run = async () => {
    setStage("busy");
    setProblem(await onAct(account));
    setStage("reason");
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (missing || besides?.isMissing === true) return;
    if (last === undefined) void run();
    else setStage("sure");
  };
  if (stage === "sure" && last !== undefined) {
    return (
      <Ask ask={last.ask} danger onKeep={onKeep} fields={<p className={css["said"]}>{account.reason}</p>}>
        <Button key="keep" ref={focused} onClick={onKeep}>
          {texts.service.act.sureKeep}
        </Button>
        <Button key="act" look="danger" onClick={() => void run()}>
          {last.act}
        </Button>
      </Ask>
    );
  }
  const busy = stage === "busy";
  return (
    <form onSubmit={submit} noValidate>
      <Ask
        ask={ask}
        danger={last !== undefined}
        onKeep={onKeep}
        fields={
          <>
            {besides?.field}
            <Fields account={account} onChange={setAccount} missing={tried && missing} asksBy={asksBy} />
            <Refused problem={problem} />
          </>
        }
      >
        <Button type="submit" look={last === undefined ? "primary" : "danger"} disabled={busy}>
          {act}
        </Button>
        <Button onClick={onKeep}>{texts.service.act.keep}</Button>
      </Ask>
    </form>
  );
}

interface FieldsProps {
  readonly account: Account;
  readonly onChange: (account: Account) => void;
  readonly missing: boolean;
  readonly asksBy: boolean;
}

function Fields({ account, onChange, missing, asksBy }: FieldsProps) {
  const words = texts.service.act;
  // Whoever is signed in is written down by the station itself.
  const known = useStation((state) => (state.session?.operator ?? null) !== null);
  return (
    <div className={css["fields"]}>
      <TextInput
        ref={focused}
        label={words.reason}
        description={words.reasonHint}
        value={account.reason}
        onChange={(event) => onChange({ ...account, reason: event.currentTarget.value })}
        error={missing ? words.reasonMissing : null}
        inputWrapperOrder={["label", "input", "description", "error"]}
        maxLength={500}
        size="md"
        autoComplete="off"
        required
      />
      {known || !asksBy ? null : (
        <TextInput
          label={words.by}
          value={account.by}
          onChange={(event) => onChange({ ...account, by: event.currentTarget.value })}
          maxLength={64}
          size="md"
          autoComplete="off"
          spellCheck={false}
        />
      )}
    </div>
  );
}
