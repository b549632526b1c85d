import { Select, Textarea } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { Connection, Problem } from "../../../main/api/contract/index.ts";
import { engineer } from "../../locales/texts.ts";
import { useConnections } from "../../stores/stores-context.tsx";
import { Button } from "../../ui/button.tsx";
import { Refused } from "../parts/refused.tsx";
import { ChooseFile } from "./choose-file.tsx";
import {
  type ConnectionDraft,
  connectionChange,
  draftOf,
  hasSecret,
  isInDirectory,
  isRight,
  newConnection,
  ways,
  wrongOf,
} from "./connection-draft.ts";
import { SettingsField } from "./settings-field.tsx";
import css from "./settings-form.module.css";
import { useDraft } from "./use-draft.ts";

interface FormProps {
  /** Null: a new one. */
  readonly known: Connection | null;
  readonly onKeep?: () => void;
  readonly onSaved: (name: string) => void;
}

type Wrong = ReturnType<typeof wrongOf>;

interface PartProps {
  readonly draft: ConnectionDraft;
  readonly isNew: boolean;
  readonly wrong: Partial<Wrong>;
  readonly put: (part: Partial<ConnectionDraft>) => void;
}

/** A connection, new or changed. Its secret leaves the form once, for the station, and is forgotten here. */
export function ConnectionForm({ known, onKeep, onSaved }: FormProps) {
  const words = engineer.connections;
  const add = useConnections((state) => state.add);
  const change = useConnections((state) => state.change);
  const { draft, put } = useDraft(() => draftOf(known));
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const isNew = known === null;
  const wrong = wrongOf(draft, isNew);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!isRight(wrong) || busy) return;
    setBusy(true);
    const refused = known === null ? await add(newConnection(draft)) : await change(connectionChange(draft, known));
    setBusy(false);
    setProblem(refused);
    // What was refused is typed again: nothing secret stays on screen.
    put({ secret: "" });
    if (refused === null) onSaved(draft.name.trim());
  };
  const parts = { draft, isNew, put, wrong: tried ? wrong : {} };
  return (
    <form className={css["form"]} onSubmit={(event) => void submit(event)} noValidate>
      <Basics {...parts} />
      {isInDirectory(draft.way) || draft.way === "managed-identity" ? <Directory {...parts} /> : null}
      {hasSecret(draft.way) ? <Secret {...parts} /> : null}
      <More {...parts} />
      <div className={css["send"]}>
        <Button type="submit" look="primary" size="line" disabled={busy}>
          {isNew ? words.add : words.save}
        </Button>
        {onKeep === undefined ? null : <Button onClick={onKeep}>{words.cancel}</Button>}
        <Refused problem={problem} />
      </div>
    </form>
  );
}

function Basics({ draft, isNew, wrong, put }: PartProps) {
  const words = engineer.connections;
  return (
    <>
      {isNew ? (
        <SettingsField
          label={words.name}
          hint={words.nameHint}
          value={draft.name}
          most={64}
          error={wrong.name ?? null}
          onChange={(name) => put({ name })}
        />
      ) : null}
      <SettingsField
        label={words.idScope}
        hint={words.idScopeHint}
        value={draft.idScope}
        most={64}
        error={wrong.idScope ?? null}
        onChange={(idScope) => put({ idScope })}
      />
      {isNew ? (
        <Select
          label={words.signIn}
          description={words.wayHint}
          inputWrapperOrder={["label", "input", "description", "error"]}
          data={ways.map((value) => ({ value, label: words.ways[value] }))}
          value={draft.way}
          onChange={(value) => put({ way: ways.find((one) => one === value) ?? "sas", secret: "" })}
          allowDeselect={false}
          size="md"
        />
      ) : null}
    </>
  );
}

/** Where and as whom the station signs in at Entra; set once. */
function Directory({ draft, isNew, wrong, put }: PartProps) {
  const words = engineer.connections;
  if (!isNew) return null;
  const directory = isInDirectory(draft.way);
  return (
    <>
      {directory ? (
        <SettingsField
          label={words.tenant}
          hint={words.tenantHint}
          value={draft.tenant}
          most={128}
          error={wrong.tenant ?? null}
          onChange={(tenant) => put({ tenant })}
        />
      ) : null}
      <SettingsField
        label={words.client}
        hint={directory ? words.clientHint : words.clientOptional}
        value={draft.client}
        most={128}
        error={wrong.client ?? null}
        onChange={(client) => put({ client })}
      />
      {directory ? (
        <SettingsField
          label={words.authorityHost}
          hint={words.authorityHostHint}
          value={draft.authorityHost}
          onChange={(authorityHost) => put({ authorityHost })}
        />
      ) : null}
    </>
  );
}

function Secret({ draft, isNew, wrong, put }: PartProps) {
  const words = engineer.connections;
  const kept = isNew ? "" : ` ${words.secretKept}`;
  if (draft.way === "client-certificate") {
    return (
      <Textarea
        className={css["wide"] ?? ""}
        label={words.certificate}
        description={words.certificateHint + kept}
        inputWrapperOrder={["label", "input", "description", "error"]}
        value={draft.secret}
        onChange={(event) => put({ secret: event.currentTarget.value })}
        error={wrong.secret ?? null}
        rows={4}
        size="md"
        autoComplete="off"
        spellCheck={false}
      />
    );
  }
  const byConnectionString = draft.way === "sas";
  return (
    <div className={css["wide"]}>
      <SettingsField
        label={byConnectionString ? words.connectionString : words.clientSecret}
        hint={(byConnectionString ? words.connectionStringHint : words.clientSecretHint) + kept}
        type="password"
        value={draft.secret}
        most={2_000}
        error={wrong.secret ?? null}
        onChange={(secret) => put({ secret })}
      />
    </div>
  );
}

/** What most services need nothing of. */
function More({ draft, wrong, put }: PartProps) {
  const words = engineer.connections;
  return (
    <>
      <SettingsField
        label={words.url}
        hint={words.urlHint}
        value={draft.url}
        error={wrong.url ?? null}
        onChange={(url) => put({ url })}
      />
      <SettingsField
        label={words.operations}
        hint={words.operationsHint}
        value={draft.operations}
        most={7}
        error={wrong.operations ?? null}
        onChange={(operations) => put({ operations })}
      />
      <ChooseFile
        label={words.ca}
        hint={words.caHint}
        choose={words.caChoose}
        chosen={draft.caFile === "" ? null : words.caChosen(draft.caFile)}
        accept=".pem,.crt,.cer"
        onFile={async (file) => put({ ca: await file.text(), caFile: file.name })}
      />
    </>
  );
}
