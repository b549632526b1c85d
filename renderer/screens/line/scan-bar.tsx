import { TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { formatTime } from "../../locales/format.ts";
import { sentenceOf } from "../../locales/sentence-of.ts";
import { texts } from "../../locales/texts.ts";
import { exampleOfPattern } from "../../stores/example-of-pattern.ts";
import type { Notice } from "../../stores/line-store.ts";
import { useLine } from "../../stores/stores-context.tsx";
import { Button } from "../../ui/button.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import css from "./scan-bar.module.css";

/** The scan field for hands; a scanner needs no field. Beside it what became of the last scan or press. */
export function ScanBar() {
  const scan = useLine((state) => state.scan);
  const notice = useLine((state) => state.notice);
  const [code, setCode] = useState("");
  const send = (event: FormEvent) => {
    event.preventDefault();
    void scan(code);
    setCode("");
  };
  return (
    <div className={css["bar"]}>
      <form className={css["form"]} onSubmit={send}>
        <label className={css["label"]} htmlFor="scan-code">
          {texts.scan.label}
        </label>
        <TextInput
          id="scan-code"
          className={css["field"] ?? ""}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          placeholder={texts.scan.placeholder}
          maxLength={256}
          autoComplete="off"
          spellCheck={false}
          size="md"
        />
        <Button type="submit" size="line" className={css["send"]} disabled={code.trim() === ""}>
          {texts.scan.send}
        </Button>
      </form>
      <Last notice={notice} />
    </div>
  );
}

function Last({ notice }: { readonly notice: Notice | null }) {
  return (
    <p className={css["last"]} role="status">
      {notice === null ? (
        <span className={css["none"]}>
          {texts.scan.last} {texts.scan.nothing}
        </span>
      ) : (
        <Said notice={notice} />
      )}
    </p>
  );
}

/** In two lines rather than cut: what a label should have been stands at the end. */
function Said({ notice }: { readonly notice: Notice }) {
  const subject = notice.kind === "scan" ? notice.subject : texts.scan.slot(notice.subject);
  return (
    <>
      <span className={css["said"]}>
        <span className={css["word"]}>{texts.scan.last} </span>
        <StateMark shape={notice.accepted ? "pass" : "fail"} word={subject} /> <strong>{whatOf(notice)}</strong>
      </span>
      <time className={css["time"]} dateTime={new Date(notice.at).toISOString()}>
        {formatTime(notice.at)}
      </time>
    </>
  );
}

function whatOf({ problem, slotName, expected = null, subject }: Notice): string {
  if (problem !== null) {
    const example = expected === null ? null : exampleOfPattern(expected.serialNumber);
    const wanted = expected === null ? "" : texts.scan.expected(joined(expected.model, example));
    return joined(sentenceOf(problem), wanted);
  }
  if (subject.startsWith("SLOT:") && slotName === null) return texts.scan.noSuchSlot;
  return slotName === null ? texts.scan.accepted : texts.scan.taken(slotName);
}

const joined = (...parts: readonly (string | null)[]): string =>
  parts.filter((part) => part !== null && part !== "").join(" · ");
