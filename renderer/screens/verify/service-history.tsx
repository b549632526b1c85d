import type { EnrollmentChange } from "../../../main/api/contract/index.ts";
import { formatDateTime } from "../../locales/format.ts";
import { texts } from "../../locales/texts.ts";
import { useUnitChanges } from "../../stores/stores-context.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { changeShapes } from "../parts/change-words.ts";
import css from "./unit-page.module.css";

/** What people had done to the unit's entry at the service, newest first; nothing where nobody did. */
export function ServiceHistory() {
  const changes = useUnitChanges((state) => state.list.items);
  if (changes.length === 0) return null;
  return (
    <section className={css["section"]}>
      <h2 className={css["heading"]}>{texts.service.unit.acts}</h2>
      <ol className={css["section"]}>
        {changes.map((change) => (
          <Change key={change.id} change={change} />
        ))}
      </ol>
    </section>
  );
}

function Change({ change: { act, state, at, by, reason, code } }: { readonly change: EnrollmentChange }) {
  const words = texts.service.changes;
  return (
    <li>
      <StateMark shape={changeShapes[state]} word={`${words.acts[act]}: ${words.states[state]}`} />
      <p>{reason}</p>
      <p className={css["soft"]}>
        {[formatDateTime(Date.parse(at)), by, code ?? ""].filter((part) => part !== "").join(" · ")}
      </p>
    </li>
  );
}
