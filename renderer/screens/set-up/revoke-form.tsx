import { Select } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { Problem, RevocationReason, RevokedCertificate } from "../../../main/api/contract/index.ts";
import { engineer, texts } from "../../locales/texts.ts";
import { hrefTo } from "../../stores/route.ts";
import { useAuthorities } from "../../stores/stores-context.tsx";
import { AskTwice } from "../../ui/ask-twice.tsx";
import { Button } from "../../ui/button.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { Refused } from "../parts/refused.tsx";
import { SettingsField } from "./settings-field.tsx";
import css from "./settings-form.module.css";
import { useDraft } from "./use-draft.ts";

const reasons: readonly RevocationReason[] = [
  "key-compromise",
  "superseded",
  "cessation-of-operation",
  "privilege-withdrawn",
  "affiliation-changed",
  "ca-compromise",
  "unspecified",
];

/** Takes one certificate back for good: number, reason, two questions, and a second person where people are set up. */
export function RevokeForm({ authority }: { readonly authority: string }) {
  const words = engineer.authorities;
  const revoke = useAuthorities((state) => state.revoke);
  const { draft, put, setDraft } = useDraft(emptyDraft);
  const [stage, setStage] = useState<"form" | "asking" | "busy">("form");
  const [tried, setTried] = useState(false);
  const [revoked, setRevoked] = useState<RevokedCertificate | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const serial = draft.serialNumber.trim();
  const note = draft.note.trim();
  const wrong = {
    serialNumber: /^[0-9A-Fa-f:]{1,80}$/.test(serial) ? null : words.revokeNumberWrong,
    note: note === "" ? words.noteMissing : null,
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (wrong.serialNumber === null && wrong.note === null) setStage("asking");
  };
  const act = async () => {
    setStage("busy");
    const answer = await revoke({ authority, serialNumber: serial, reason: draft.reason, note });
    setStage("form");
    setProblem(answer.problem);
    setRevoked(answer.value);
    if (answer.value === null) return;
    setDraft(emptyDraft);
    setTried(false);
  };
  return (
    <section className={css["group"]} aria-label={words.revoke}>
      <h4 className={css["heading"]}>{words.revoke}</h4>
      <p className={css["soft"]}>{words.revokeAbout}</p>
      <form className={css["form"]} onSubmit={submit} noValidate>
        <Fields draft={draft} put={put} wrong={tried ? wrong : { serialNumber: null, note: null }} />
        <div className={css["send"]}>
          <Button type="submit" look="danger" aria-expanded={stage !== "form"}>
            {words.revokeAct}
          </Button>
          <Refused problem={problem} />
        </div>
      </form>
      {stage === "form" ? null : (
        <AskTwice
          first={{ ask: words.revokeAsk(serial), act: words.revokeAct }}
          last={{ ask: words.revokeSure, act: words.revokeLast(serial) }}
          keep={texts.setUp.keep}
          busy={stage === "busy"}
          onKeep={() => setStage("form")}
          onAct={() => void act()}
        />
      )}
      <div role="status">{revoked === null ? null : <Revoked revoked={revoked} />}</div>
    </section>
  );
}

interface Draft {
  readonly serialNumber: string;
  readonly reason: RevocationReason;
  readonly note: string;
}

const emptyDraft: Draft = { serialNumber: "", reason: "key-compromise", note: "" };

interface FieldsProps {
  readonly draft: Draft;
  readonly wrong: Readonly<Record<"serialNumber" | "note", string | null>>;
  readonly put: (part: Partial<Draft>) => void;
}

function Fields({ draft, wrong, put }: FieldsProps) {
  const words = engineer.authorities;
  return (
    <>
      <SettingsField
        label={words.revokeNumber}
        hint={words.revokeNumberHint}
        value={draft.serialNumber}
        most={80}
        error={wrong.serialNumber}
        onChange={(serialNumber) => put({ serialNumber })}
      />
      <Select
        label={words.reason}
        data={reasons.map((value) => ({ value, label: words.reasons[value] }))}
        value={draft.reason}
        onChange={(value) => put({ reason: reasons.find((one) => one === value) ?? "unspecified" })}
        allowDeselect={false}
        size="md"
      />
      <SettingsField
        label={words.note}
        hint=""
        value={draft.note}
        most={500}
        error={wrong.note}
        onChange={(note) => put({ note })}
      />
    </>
  );
}

function Revoked({ revoked: { serialNumber, unit, enrollment } }: { readonly revoked: RevokedCertificate }) {
  const words = engineer.authorities;
  const next = { disabling: words.revokedDisabling, "by-hand": words.revokedNext, none: words.revokedUnit }[enrollment];
  return (
    <div className={css["outcome"]}>
      <StateMark shape="pass" word={words.revoked(serialNumber)} />
      {unit === null ? null : (
        <p>
          <a href={hrefTo({ screen: "unit", serialNumber: unit })}>{next(unit)}</a>
        </p>
      )}
    </div>
  );
}
