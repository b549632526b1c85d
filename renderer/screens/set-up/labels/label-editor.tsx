import { useState } from "react";
import { engineer } from "../../../locales/texts.ts";
import { useLabelEditor } from "../../../stores/stores-context.tsx";
import { AskTwice } from "../../../ui/ask-twice.tsx";
import { Button } from "../../../ui/button.tsx";
import { StateMark } from "../../../ui/state-mark.tsx";
import { Refused } from "../../parts/refused.tsx";
import { ElementForm } from "./element-form.tsx";
import { ElementList } from "./element-list.tsx";
import { LabelForm } from "./label-form.tsx";
import { LabelPreview } from "./label-preview.tsx";
import css from "./labels.module.css";
import { TestPrint } from "./test-print.tsx";

/** One label as it is drawn up, with what it will look like beside it. */
export function LabelEditor() {
  const words = engineer.labels;
  return (
    <section className={css["editor"]} aria-label={words.editor}>
      <Head />
      <div className={css["columns"]}>
        <div className={css["left"]}>
          <LabelForm />
          <ElementList />
          <ElementForm />
        </div>
        <div className={css["right"]}>
          <LabelPreview />
          <TestPrint />
        </div>
      </div>
    </section>
  );
}

/** What it is called, whether it is kept, and the way back. */
function Head() {
  const words = engineer.labels;
  const name = useLabelEditor((state) => state.draft?.label ?? "");
  const dirty = useLabelEditor((state) => state.dirty);
  const done = useLabelEditor((state) => state.done);
  const busy = useLabelEditor((state) => state.busy);
  const problem = useLabelEditor((state) => state.problem);
  const save = useLabelEditor((state) => state.save);
  const close = useLabelEditor((state) => state.close);
  const [leaves, setLeaves] = useState(false);
  return (
    <header className={css["editorHead"]}>
      <h2 className={css["title"]}>{name}</h2>
      <p className={css["said"]} role="status">
        {done === "saved" && !dirty ? <StateMark shape="pass" word={words.saved} /> : null}
        {dirty ? <StateMark shape="attention" word={words.unsaved} /> : null}
      </p>
      <span className={css["acts"]}>
        <Button onClick={() => (dirty ? setLeaves(true) : close())}>{words.back}</Button>
        <Button look="primary" disabled={busy || !dirty} onClick={() => void save()}>
          {words.save}
        </Button>
      </span>
      {leaves ? (
        <div className={css["wide"]}>
          <AskTwice
            first={{ ask: words.leaveAsk, act: words.leave }}
            last={{ ask: words.leaveAsk, act: words.leaveLast }}
            keep={words.stay}
            onKeep={() => setLeaves(false)}
            onAct={close}
          />
        </div>
      ) : null}
      <div className={css["wide"]}>
        <Refused problem={problem} />
      </div>
    </header>
  );
}
