import { Select } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { Problem } from "../../../main/api/contract/index.ts";
import { engineer, texts } from "../../locales/texts.ts";
import { base64Of } from "../../stores/base64-of.ts";
import { useAuthorities } from "../../stores/stores-context.tsx";
import { AskTwice } from "../../ui/ask-twice.tsx";
import { Button } from "../../ui/button.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { Refused } from "../parts/refused.tsx";
import {
  algorithms,
  type AuthorityDraft,
  callOf,
  emptyDraft,
  type Field,
  fieldsOf,
  kinds,
  takesFile,
  wrongOf,
} from "./authority-draft.ts";
import { ChooseFile } from "./choose-file.tsx";
import { saveFile } from "./save-file.ts";
import { SettingsField } from "./settings-field.tsx";
import css from "./settings-form.module.css";
import { useDraft } from "./use-draft.ts";

const largestFile = 500_000;

interface PartProps {
  readonly draft: AuthorityDraft;
  readonly wrong: Partial<Record<Field, string>>;
  readonly put: (part: Partial<AuthorityDraft>) => void;
}

/** Makes an authority, takes one over, or has one certified; what is secret leaves once and is forgotten here. */
export function AuthorityForm() {
  const words = engineer.authorities;
  const { draft, put, setDraft } = useDraft(emptyDraft);
  const [tried, setTried] = useState(false);
  const [stage, setStage] = useState<"form" | "asking" | "busy">("form");
  const [outcome, setOutcome] = useState<string | Problem | null>(null);
  const act = useAct(setOutcome);
  const wrong = wrongOf(draft);
  const run = async () => {
    setStage("busy");
    const done = await act(draft);
    setStage("form");
    setTried(false);
    setDraft((now) => (done ? { ...emptyDraft, kind: now.kind } : { ...now, pin: "", passphrase: "" }));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    setOutcome(null);
    if (Object.keys(wrong).length > 0 || stage !== "form") return;
    if (draft.kind === "root") setStage("asking");
    else void run();
  };
  const name = draft.name.trim();
  return (
    <>
      <form className={css["form"]} onSubmit={submit} noValidate>
        <KindChoice draft={draft} put={(part) => setDraft((now) => ({ ...emptyDraft, name: now.name, ...part }))} />
        <Fields draft={draft} wrong={tried ? wrong : {}} put={put} />
        <div className={css["send"]}>
          <Button
            type="submit"
            look={draft.kind === "root" ? "danger" : "primary"}
            size="line"
            disabled={stage === "busy"}
          >
            {words.acts[draft.kind]}
          </Button>
          <span role="status">{typeof outcome === "string" ? <StateMark shape="pass" word={outcome} /> : null}</span>
          <Refused problem={typeof outcome === "string" ? null : outcome} />
        </div>
      </form>
      {stage === "asking" ? (
        <AskTwice
          first={{ ask: words.rootAsk(name), act: words.acts.root }}
          last={{ ask: words.rootSure, act: words.rootLast(name) }}
          keep={texts.setUp.keep}
          onKeep={() => setStage("form")}
          onAct={() => void run()}
        />
      ) : null}
    </>
  );
}

/** Does what the draft says; true if it was done. */
function useAct(tell: (outcome: string | Problem) => void): (draft: AuthorityDraft) => Promise<boolean> {
  const words = engineer.authorities;
  const { put, file, load } = useAuthorities((state) => state);
  return async (draft) => {
    const order = callOf(draft);
    if (order.gives === "list") {
      const problem = await put(order.call);
      tell(problem ?? words.made(draft.name.trim()));
      return problem === null;
    }
    const answer = await file(order.call);
    if (answer.value === null) {
      tell(answer.problem);
      return false;
    }
    saveFile(answer.value);
    tell(words.savedAs(answer.value.fileName));
    await load();
    return true;
  };
}

function KindChoice({ draft, put }: Pick<PartProps, "draft" | "put">) {
  const words = engineer.authorities;
  return (
    <div className={css["wide"]}>
      <Select
        label={words.kind}
        description={words.kindAbout[draft.kind]}
        inputWrapperOrder={["label", "input", "description", "error"]}
        data={kinds.map((value) => ({ value, label: words.kinds[value] }))}
        value={draft.kind}
        onChange={(value) => put({ kind: kinds.find((one) => one === value) ?? "pilot" })}
        allowDeselect={false}
        size="md"
      />
    </div>
  );
}

function Fields(props: PartProps) {
  const { kind } = props.draft;
  const makesKey = kind === "root" || kind === "line" || kind === "request";
  return (
    <>
      {fieldsOf[kind].map((field) => (
        <OneField key={field} field={field} {...props} />
      ))}
      {makesKey ? <AlgorithmChoice {...props} /> : null}
    </>
  );
}

function OneField({ field, draft, wrong, put }: PartProps & { readonly field: Field }) {
  const words = engineer.authorities;
  if (field === "file") return <FileField draft={draft} wrong={wrong} put={put} />;
  if (field === "above") return <AboveChoice draft={draft} wrong={wrong} put={put} />;
  const [label, hint] = {
    name: [words.name, words.nameHint],
    subject: [words.subject, words.subjectHint],
    years: [words.years, words.yearsHint],
    passphrase: [words.passphrase, words.passphraseHint],
    module: [words.module, words.moduleHint],
    token: [words.tokenLabel, words.tokenHint],
    key: [words.keyLabel, words.keyHint],
    pin: [words.pin, words.pinHint],
  }[field] ?? ["", ""];
  return (
    <SettingsField
      label={label ?? ""}
      hint={hint ?? ""}
      value={draft[field]}
      most={field === "module" ? 1_000 : 255}
      error={wrong[field] ?? null}
      onChange={(value) => put({ [field]: value })}
      {...(field === "pin" || field === "passphrase" ? { type: "password" as const } : {})}
    />
  );
}

function FileField({ draft, wrong, put }: PartProps) {
  const words = engineer.authorities;
  const [tooLarge, setTooLarge] = useState(false);
  if (!takesFile(draft.kind)) return null;
  const onFile = async (file: File) => {
    setTooLarge(file.size > largestFile);
    if (file.size > largestFile) return;
    put({ base64: base64Of(await file.arrayBuffer()), file: file.name });
  };
  return (
    <ChooseFile
      label={words.file}
      hint={words.fileHints[draft.kind]}
      choose={words.fileChoose}
      chosen={draft.file === "" ? null : draft.file}
      accept=".pem,.crt,.cer,.der,.p7b,.p7c,.p12,.pfx,.csr,.key"
      error={tooLarge ? words.fileSize : (wrong.file ?? null)}
      onFile={onFile}
    />
  );
}

function AboveChoice({ draft, wrong, put }: PartProps) {
  const words = engineer.authorities;
  const names = useAuthorities((state) => state.list.items)
    .filter(({ custody, subject }) => custody !== "elsewhere" && subject !== null)
    .map(({ name }) => name);
  return (
    <Select
      label={words.above}
      data={names}
      value={draft.above === "" ? null : draft.above}
      onChange={(value) => put({ above: value ?? "" })}
      error={wrong.above ?? null}
      size="md"
    />
  );
}

const AlgorithmChoice = ({ draft, put }: PartProps) => (
  <Select
    label={engineer.authorities.algorithm}
    data={[...algorithms]}
    value={draft.algorithm}
    onChange={(value) => put({ algorithm: algorithms.find((one) => one === value) ?? "ec-p256" })}
    allowDeselect={false}
    size="md"
  />
);
