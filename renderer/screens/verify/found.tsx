import { sentenceOf } from "../../locales/sentence-of.ts";
import { texts } from "../../locales/texts.ts";
import type { Finding } from "../../stores/find-store.ts";
import { useFind, useUnits } from "../../stores/stores-context.tsx";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import css from "./found.module.css";
import { UnitsTable } from "./units-table.tsx";

const longest = 72;

const shortened = (code: string): string => (code.length > longest ? `${code.slice(0, longest)}…` : code);

/** What came of a scan or a typed text that is not one unit, and what to do now. */
export function Found({ finding }: { readonly finding: Finding }) {
  const forget = useFind((state) => state.forget);
  const setSearch = useUnits((state) => state.setSearch);
  const words = texts.verify.find;
  const again = (
    <Button
      onClick={() => {
        setSearch("");
        forget();
      }}
    >
      {texts.units.clear}
    </Button>
  );
  if (finding.kind === "several") {
    return (
      <section>
        <div className={css["several"]}>
          <StateMark shape="attention" word={words.several(finding.units.length, finding.code)} />
          {again}
        </div>
        <UnitsTable rows={finding.units} />
      </section>
    );
  }
  if (finding.kind === "failed") {
    return (
      <EmptyState shape="fail" title={sentenceOf(finding.problem)} next={finding.problem.code}>
        {again}
      </EmptyState>
    );
  }
  if (finding.kind === "same") return <EmptyState shape="attention" title={words.same} next={words.expected} />;
  return (
    <EmptyState shape="attention" title={words.none(shortened(finding.code))} next={words.looks[finding.looks]}>
      <p>{words.expected}</p>
      {again}
    </EmptyState>
  );
}
