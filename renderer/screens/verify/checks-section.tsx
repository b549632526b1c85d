import type { UnitDetail, Verification } from "../../../main/api/contract/index.ts";
import { formatMoment } from "../../locales/format.ts";
import { sentenceOf } from "../../locales/sentence-of.ts";
import { texts } from "../../locales/texts.ts";
import { useVerifications, useVerify } from "../../stores/stores-context.tsx";
import { isGoingOn } from "../../stores/verify-store.ts";
import { useNow } from "../../ui/use-now.ts";
import { CheckTable } from "./check-table.tsx";
import css from "./checks-section.module.css";
import { SampleHint } from "./sample-hint.tsx";
import page from "./unit-page.module.css";
import { VerifyInSlot } from "./verify-in-slot.tsx";

/** What the last verification found, or what the one that goes on finds, with the way to make one. */
export function ChecksSection({ unit }: { readonly unit: UnitDetail }) {
  const { serialNumber } = unit;
  const list = useVerifications((state) => state.list);
  const run = useVerify((state) => state);
  const mine = run.serialNumber === serialNumber;
  const last = list.items[0];
  return (
    <section className={page["section"]} aria-label={texts.verify.checks.title}>
      <div className={css["top"]}>
        <div className={css["heading"]}>
          <h2 className={page["heading"]}>{texts.verify.checks.title}</h2>
          <SampleHint unit={unit} />
        </div>
        <VerifyInSlot serialNumber={serialNumber} />
      </div>
      {mine && run.result !== null ? (
        <Last verification={run.result} />
      ) : mine && (isGoingOn(run) || run.checks.length > 0) ? (
        <CheckTable
          checks={run.checks}
          when=""
          left={isGoingOn(run) ? Math.max(1, (run.count ?? 1) - run.checks.length) : 0}
        />
      ) : last !== undefined ? (
        <Last verification={last} />
      ) : list.problem !== null ? (
        <p className={page["soft"]}>{sentenceOf(list.problem)}</p>
      ) : (
        <Nothing reading={list.status !== "ready"} />
      )}
    </section>
  );
}

function Last({ verification: { checks, at, operator } }: { readonly verification: Verification }) {
  const now = useNow(60_000);
  const words = texts.verify.checks;
  return (
    <>
      <CheckTable checks={worstFirst(checks)} when={formatMoment(Date.parse(at), now)} />
      {operator === null ? null : <p className={page["soft"]}>{texts.people.by(operator)}</p>}
      {checks.length === 0 ? <p>{words.none}</p> : null}
    </>
  );
}

const order = { fail: 0, unknown: 1, pass: 2 } as const;

/** What is wrong is seen without scrolling. */
const worstFirst = (checks: Verification["checks"]): Verification["checks"] =>
  checks.toSorted((a, b) => order[a.outcome] - order[b.outcome]);

function Nothing({ reading }: { readonly reading: boolean }) {
  const words = texts.verify.checks;
  return (
    <div className={css["nothing"]}>
      <p className={css["none"]}>{reading ? words.reading : words.none}</p>
      <p className={page["soft"]}>{reading ? "" : words.noneNext}</p>
    </div>
  );
}
