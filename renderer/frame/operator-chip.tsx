import { texts } from "../locales/texts.ts";
import { isBarred } from "../stores/sign-in-store.ts";
import { useSignIn, useStation } from "../stores/stores-context.tsx";
import css from "./operator-chip.module.css";

/** Who is signed in, always in sight; pressed to change it. Not there while nobody has been set up. */
export function OperatorChip() {
  const session = useStation((state) => state.session);
  const open = useSignIn((state) => state.open);
  if (session === null || session.open) return null;
  const { operator, locked } = session;
  const { people } = texts;
  const role = operator === null ? "" : people.roles[operator.role];
  const said = operator === null ? people.nobody : people.chip(operator.name, locked ? people.locked : role);
  return (
    <button
      type="button"
      className={css["chip"]}
      data-barred={isBarred(session)}
      title={said}
      onClick={() => void open()}
    >
      <span className={css["name"]}>{operator?.name ?? people.signIn}</span>
      <span className={css["role"]}>{locked ? people.locked : role}</span>
    </button>
  );
}
