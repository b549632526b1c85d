import { type ReactNode, useEffect } from "react";
import type { LotDetail } from "../../../main/api/contract/index.ts";
import { formatCount, formatShare } from "../../locales/format.ts";
import { sentenceOf } from "../../locales/sentence-of.ts";
import { texts } from "../../locales/texts.ts";
import { hrefTo, type LotSection, lotSections } from "../../stores/route.ts";
import { useLot } from "../../stores/stores-context.tsx";
import { Button, ButtonLink } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ProgressBar } from "../../ui/progress-bar.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { useMoment } from "../parts/use-moment.ts";
import { LotActs } from "./lot-acts.tsx";
import { LotFailures } from "./lot-failures.tsx";
import { LotManifests } from "./lot-manifests.tsx";
import css from "./lot-page.module.css";
import { lotShapes } from "./lot-shapes.ts";
import { LotUnits } from "./lot-units.tsx";

interface LotPageProps {
  readonly lot: string;
  readonly section: LotSection;
}

/** One lot: how far it is, its units, what failed, its manifests. */
export function LotPage({ lot, section }: LotPageProps) {
  const { detail, status, problem, load, rest } = useLot((state) => state);
  useEffect(() => {
    void load(lot);
    return rest;
  }, [lot, load, rest]);
  if (detail === null || detail.lot !== lot) {
    if (status !== "failed" || problem === null)
      return <EmptyState heading shape="running" title={texts.frame.reading} />;
    return (
      <EmptyState heading shape="fail" title={sentenceOf(problem)} next={problem.code}>
        <Button onClick={() => void load(lot)}>{texts.frame.tryAgain}</Button>
        <ButtonLink href={hrefTo({ screen: "lots" })}>{texts.lots.all}</ButtonLink>
      </EmptyState>
    );
  }
  return (
    <div className={css["screen"]}>
      <header className={css["header"]}>
        <a className={css["back"]} href={hrefTo({ screen: "lots" })}>
          ← {texts.lots.all}
        </a>
        <h1 className={css["title"]}>{detail.lot}</h1>
        <StateMark shape={lotShapes[detail.state]} word={texts.lots.states[detail.state]} />
        <LotActs detail={detail} />
      </header>
      <Figures detail={detail} />
      <Sections lot={lot} section={section} />
      <div className={css["content"]}>{partOf(section, detail)}</div>
    </div>
  );
}

function partOf(section: LotSection, detail: LotDetail): ReactNode {
  if (section === "failures") return <LotFailures />;
  return section === "manifests" ? <LotManifests detail={detail} /> : <LotUnits lot={detail.lot} />;
}

function Sections({ lot, section }: LotPageProps) {
  const { lots } = texts;
  const words: Readonly<Record<LotSection, string>> = {
    units: lots.contents,
    failures: lots.failures,
    manifests: lots.manifests,
  };
  return (
    <nav className={css["sections"]} aria-label={lots.sections}>
      {lotSections.map((one) => (
        <a
          key={one}
          className={css["section"]}
          href={hrefTo({ screen: "lot", lot, section: one })}
          aria-current={one === section ? "page" : undefined}
        >
          {words[one]}
        </a>
      ))}
    </nav>
  );
}

function Figures({ detail }: { readonly detail: LotDetail }) {
  const moment = useMoment();
  const { lot: words, lots, units } = texts;
  const said = (at: string | null, by: string | null = null) =>
    at === null ? units.none : by === null ? moment(at) : lots.by(moment(at), by);
  const { done, quantity, firstPassYield } = detail;
  return (
    <dl className={css["figures"]}>
      <Figure name={words.product} value={detail.model} />
      <Figure name={lots.recipe} value={detail.recipe} />
      <Figure name={words.done} value={`${formatCount(done)}${quantity === null ? "" : ` / ${formatCount(quantity)}`}`}>
        {quantity === null ? null : <ProgressBar label={words.done} value={done} total={quantity} />}
      </Figure>
      <Figure name={words.failed} value={formatCount(detail.failed)} />
      <Figure name={lots.onHold} value={formatCount(detail.onHold)} />
      <Figure name={words.firstPass} value={firstPassYield === null ? units.none : formatShare(firstPassYield)} />
      <Figure name={lots.runs} value={formatCount(detail.runs)} />
      <Figure name={lots.opened} value={said(detail.openedAt, detail.openedBy)} />
      {detail.closedAt === null ? (
        <Figure name={lots.lastUnit} value={said(detail.lastPassAt)} />
      ) : (
        <Figure name={lots.closed} value={said(detail.closedAt, detail.closedBy)} />
      )}
    </dl>
  );
}

interface FigureProps {
  readonly name: string;
  readonly value: string;
  readonly children?: ReactNode;
}

const Figure = ({ name, value, children }: FigureProps) => (
  <div className={css["figure"]}>
    <dt>{name}</dt>
    <dd title={value}>
      {value}
      {children}
    </dd>
  </div>
);
