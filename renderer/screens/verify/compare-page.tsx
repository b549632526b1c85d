import { useEffect, useState } from "react";
import { sentenceOf } from "../../locales/sentence-of.ts";
import { texts } from "../../locales/texts.ts";
import { hrefTo } from "../../stores/route.ts";
import { useOtherUnit, useOtherVerifications, useUnit, useVerifications } from "../../stores/stores-context.tsx";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { Toggle } from "../../ui/toggle.tsx";
import css from "./compare-page.module.css";
import { ComparedTable } from "./compared-table.tsx";
import { type ComparedUnit, compareUnits, isRemarkable } from "./comparison.ts";
import { FindBar } from "./find-bar.tsx";
import page from "./unit-page.module.css";

interface ComparePageProps {
  readonly serialNumber: string;
  readonly other: string;
}

/** Two units side by side; what ought not to be so is marked. */
export function ComparePage({ serialNumber, other }: ComparePageProps) {
  const left = useUnit((state) => state);
  const right = useOtherUnit((state) => state);
  useBoth({ serialNumber, other });
  const verification = useVerifications((state) => state.list.items[0]);
  const otherVerification = useOtherVerifications((state) => state.list.items[0]);
  const problem = left.problem ?? right.problem;
  return (
    <div className={page["room"]}>
      <FindBar>
        <a className={page["back"]} href={hrefTo({ screen: "unit", serialNumber })}>
          ‹ {texts.verify.compare.back(serialNumber)}
        </a>
      </FindBar>
      {left.unit !== null && right.unit !== null ? (
        <Compared
          left={{ unit: left.unit, verification }}
          right={{ unit: right.unit, verification: otherVerification }}
        />
      ) : problem !== null ? (
        <EmptyState heading shape="fail" title={sentenceOf(problem)} next={problem.code}>
          <Button onClick={() => void Promise.all([left.open(serialNumber), right.open(other)])}>
            {texts.frame.tryAgain}
          </Button>
        </EmptyState>
      ) : (
        <EmptyState heading shape="running" title={texts.unit.loading} />
      )}
    </div>
  );
}

function useBoth({ serialNumber, other }: ComparePageProps): void {
  const { open, close } = useUnit((state) => state);
  const { open: openOther, close: closeOther } = useOtherUnit((state) => state);
  const { load, rest } = useVerifications((state) => state);
  const { load: loadOther, rest: restOther } = useOtherVerifications((state) => state);
  useEffect(() => {
    void open(serialNumber);
    void load(serialNumber);
    return () => {
      close();
      rest();
    };
  }, [serialNumber, open, close, load, rest]);
  useEffect(() => {
    void openOther(other);
    void loadOther(other);
    return () => {
      closeOther();
      restOther();
    };
  }, [other, openOther, closeOther, loadOther, restOther]);
}

interface ComparedProps {
  readonly left: ComparedUnit;
  readonly right: ComparedUnit;
}

function Compared({ left, right }: ComparedProps) {
  const [only, setOnly] = useState(false);
  const words = texts.verify.compare;
  const groups = compareUnits(left, right);
  const count = groups.flatMap(({ rows }) => rows).filter(isRemarkable).length;
  return (
    <div className={css["page"]}>
      <header className={css["header"]}>
        <h1 className={css["title"]}>{words.title(left.unit.serialNumber, right.unit.serialNumber)}</h1>
        <p role="status">
          <StateMark shape={count === 0 ? "pass" : "attention"} word={words.differences(count)} />
        </p>
        <Toggle label={words.only} checked={only} onChange={setOnly} />
      </header>
      <ComparedTable groups={groups} left={left} right={right} only={only} />
    </div>
  );
}
