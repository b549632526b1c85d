import { useState } from "react";
import type { LotDetail, Problem } from "../../../main/api/contract/index.ts";
import { problemOf } from "../../client/problem-of.ts";
import { formatCount } from "../../locales/format.ts";
import { texts } from "../../locales/texts.ts";
import type { LotObstacles } from "../../stores/lot-store.ts";
import { hrefTo } from "../../stores/route.ts";
import { useLot, useLots, useLotUnits, useStation } from "../../stores/stores-context.tsx";
import { AskTwice } from "../../ui/ask-twice.tsx";
import { Button } from "../../ui/button.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { Refused } from "../parts/refused.tsx";
import css from "./lot-page.module.css";

type Stage = "rest" | "looking" | "asked" | "closing";

/** Put the line on it, or close it for good. */
export function LotActs({ detail }: { readonly detail: LotDetail }) {
  const current = useLots((state) => state.current?.lot === detail.lot);
  const use = useLots((state) => state.use);
  const { obstacles, close } = useLot((state) => state);
  const [stage, setStage] = useState<Stage>("rest");
  const [way, setWay] = useState<LotObstacles | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  if (detail.state === "closed") return null;
  const look = async () => {
    setStage("looking");
    setProblem(null);
    try {
      setWay(await obstacles());
      setStage("asked");
    } catch (error) {
      setProblem(problemOf(error));
      setStage("rest");
    }
  };
  const act = async () => {
    setStage("closing");
    setProblem(await close());
    setStage("rest");
  };
  const rest = () => setStage("rest");
  const words = texts.lots.close;
  const asked = stage === "asked" || stage === "closing";
  return (
    <>
      <div className={css["acts"]}>
        {current ? null : (
          <Button size="line" onClick={() => void use(detail.lot).then(setProblem)}>
            {texts.lots.use}
          </Button>
        )}
        <Button size="line" disabled={stage !== "rest"} onClick={() => void look()}>
          {stage === "looking" ? words.looking : words.act}
        </Button>
      </div>
      {problem === null ? null : <Refused problem={problem} />}
      {asked && way !== null ? (
        <div className={css["closing"]}>
          {isFree(way) ? (
            <>
              <StillOpen detail={detail} setAside={way.setAside} />
              <AskTwice
                first={{ ask: words.ask(detail.lot), act: words.yes }}
                last={{ ask: words.askLast, act: words.yesLast }}
                keep={words.keep}
                busy={stage === "closing"}
                onKeep={rest}
                onAct={() => void act()}
              />
            </>
          ) : (
            <InTheWay detail={detail} way={way} onOk={rest} />
          )}
        </div>
      ) : null}
    </>
  );
}

const isFree = ({ onHold, due }: LotObstacles): boolean => due.length === 0 && onHold === 0;

/** What does not forbid it, and is to be known. */
function StillOpen({ detail, setAside }: { readonly detail: LotDetail; readonly setAside: number }) {
  const queued = useStation((state) => state.service?.queued ?? 0);
  const { close } = texts.lots;
  return (
    <>
      {(detail.remaining ?? 0) > 0 ? (
        <p>
          <StateMark shape="attention" word={close.short(formatCount(detail.remaining ?? 0))} />
        </p>
      ) : null}
      {setAside > 0 ? (
        <p>
          <StateMark shape="attention" word={close.setAside(formatCount(setAside))} />
        </p>
      ) : null}
      {queued > 0 ? (
        <p>
          <StateMark shape="waiting" word={close.waiting(formatCount(queued))} />
        </p>
      ) : null}
    </>
  );
}

interface InTheWayProps {
  readonly detail: LotDetail;
  readonly way: LotObstacles;
  readonly onOk: () => void;
}

function InTheWay({ detail, way, onOk }: InTheWayProps) {
  const ask = useLotUnits((state) => state.ask);
  const words = texts.lots.close;
  return (
    <section className={css["way"]} aria-label={words.inTheWay}>
      <h2>
        <span role="alert">{words.inTheWay}</span>
      </h2>
      {way.held.length === 0 ? null : (
        <>
          <p className={css["strong"]}>{words.held(formatCount(way.onHold))}</p>
          <p>{words.heldNext}</p>
          <Serials serialNumbers={way.held} />
          <div>
            <Button
              onClick={() => {
                window.location.hash = hrefTo({ screen: "lot", lot: detail.lot, section: "units" });
                ask({ filter: "on-hold" });
                onOk();
              }}
            >
              {words.showHeld}
            </Button>
          </div>
        </>
      )}
      {way.due.length === 0 ? null : (
        <>
          <p className={css["strong"]}>{words.due(formatCount(way.due.length))}</p>
          <p>{words.dueNext}</p>
          <Serials serialNumbers={way.due.map(({ serialNumber }) => serialNumber)} />
        </>
      )}
      <div>
        <Button look="primary" onClick={onOk}>
          {words.ok}
        </Button>
      </div>
    </section>
  );
}

const Serials = ({ serialNumbers }: { readonly serialNumbers: readonly string[] }) => (
  <ul>
    {serialNumbers.map((serialNumber) => (
      <li key={serialNumber}>
        <a href={hrefTo({ screen: "unit", serialNumber })}>{serialNumber}</a>
      </li>
    ))}
  </ul>
);
