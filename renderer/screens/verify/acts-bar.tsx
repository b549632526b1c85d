import { useState } from "react";
import type { EnrollmentAct, Problem, UnitDetail } from "../../../main/api/contract/index.ts";
import { texts } from "../../locales/texts.ts";
import type { Account } from "../../stores/service-store.ts";
import {
  useFind,
  useLabels,
  useService,
  useStation,
  useUnitChanges,
  useUnitMoves,
  useVerify,
} from "../../stores/stores-context.tsx";
import { focused } from "../../ui/ask.tsx";
import { Button } from "../../ui/button.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { AskReason } from "../parts/ask-reason.tsx";
import { actWords } from "./act-words.ts";
import css from "./acts-bar.module.css";
import { type Act, actsOf, type Offered, offeredActs } from "./unit-acts.ts";

interface ActsBarProps {
  readonly unit: UnitDetail;
  readonly asked: Act | null;
  readonly onAsk: (act: Act | null) => void;
}

/** What can be done with the unit, always in reach at the lower edge. */
export function ActsBar({ unit, asked, onAsk }: ActsBarProps) {
  const [done, setDone] = useState<string | null>(null);
  /** The focus goes back to its button. */
  const [kept, setKept] = useState<Act | null>(null);
  const forget = useVerify((state) => state.forget);
  return (
    <footer className={css["acts"]} aria-label={texts.verify.acts.label}>
      {asked === null ? (
        <div className={css["row"]}>
          <p role="status">{done === null ? null : <StateMark shape="pass" word={done} />}</p>
          <Buttons unit={unit} kept={kept} onAsk={onAsk} />
        </div>
      ) : (
        <Asked
          unit={unit}
          act={asked}
          onKeep={() => {
            setKept(asked);
            onAsk(null);
          }}
          onDone={(what) => {
            setDone(what);
            setKept(null);
            onAsk(null);
            // What was said of the verification is no longer so.
            forget();
          }}
        />
      )}
    </footer>
  );
}

interface ButtonsProps extends Omit<ActsBarProps, "asked"> {
  /** Asked for and not done. */
  readonly kept: Act | null;
}

function Buttons({ unit, kept, onAsk }: ButtonsProps) {
  const moves = useUnitMoves((state) => state.list.items);
  const changes = useUnitChanges((state) => state.list.items);
  const compareWith = useFind((state) => state.compareWith);
  const { acts } = texts.verify;
  const offered = offeredActs(moves, actsOf(unit, changes));
  const reprint = useReprint(unit);
  const button = ({ act, danger, may, refused }: (typeof offered)[number]) => {
    const { name } = actWords(act, unit.serialNumber);
    return (
      <Button
        key={name}
        ref={kept !== null && actWords(kept, unit.serialNumber).name === name ? focused : null}
        size="line"
        look={danger ? "danger" : "plain"}
        disabled={!may || refused !== null}
        title={refused ?? (may ? undefined : acts.notAllowed)}
        onClick={() => onAsk(act)}
      >
        {name}
      </Button>
    );
  };
  return (
    <>
      {offered.some(({ may }) => !may) ? <p className={css["soft"]}>{acts.notAllowed}</p> : null}
      <Button size="line" onClick={() => compareWith(unit.serialNumber)}>
        {acts.compare}
      </Button>
      {reprint === null ? null : button(reprint)}
      {offered.filter(({ danger }) => !danger).map(button)}
      <div className={css["apart"]}>{offered.filter(({ danger }) => danger).map(button)}</div>
    </>
  );
}

interface AskedProps {
  readonly unit: UnitDetail;
  readonly act: Act;
  readonly onKeep: () => void;
  /** What was done, for people. */
  readonly onDone: (what: string) => void;
}

function Asked({ unit, act, onKeep, onDone }: AskedProps) {
  const carryOut = useCarryOut(unit);
  const { name, ask, last } = actWords(act, unit.serialNumber);
  return (
    <AskReason
      ask={ask}
      act={name}
      last={last}
      asksBy={act.kind === "entry"}
      onKeep={onKeep}
      onAct={async (account) => {
        const { problem, said } = await carryOut(act, account);
        if (problem === null) onDone(said);
        return problem;
      }}
    />
  );
}

/** A unit that had a label may get another one from whoever answers for quality; null: it had none. */
function useReprint({ prints, state }: UnitDetail): Offered | null {
  const session = useStation((all) => all.session);
  if (prints === undefined || prints.length === 0 || state === "scrapped") return null;
  const may = session === null || session.open || session.rights.includes("quality");
  return { act: { kind: "reprint" }, danger: false, may, refused: null };
}

interface CarriedOut {
  readonly problem: Problem | null;
  readonly said: string;
}

/** Has an act done. A unit that is locked out is put on hold first: that never waits for the service. */
function useCarryOut({ serialNumber, registrationId }: UnitDetail) {
  const move = useUnitMoves((state) => state.move);
  const reprint = useLabels((state) => state.reprint);
  const change = useService((state) => state.change);
  const loadChanges = useUnitChanges((state) => state.load);
  const atService = async (act: EnrollmentAct, account: Account): Promise<CarriedOut> => {
    if (registrationId === null) return { problem: null, said: "" };
    const { change: made, problem } = await change(registrationId, act, account);
    void loadChanges(registrationId);
    const words = texts.service;
    return { problem, said: made === null ? "" : words.act[made.state](words.changes.acts[made.act]) };
  };
  return async (act: Act, account: Account): Promise<CarriedOut> => {
    if (act.kind === "entry") return atService(act.act, account);
    if (act.kind === "reprint")
      return { problem: await reprint(serialNumber, account.reason), said: texts.labels.reprinted };
    const word = act.kind === "state" ? act.act : "quarantine";
    const problem = await move(serialNumber, word, account.reason);
    const said = texts.verify.acts.done(texts.verify.acts.names[word]);
    if (problem !== null || act.kind === "state") return { problem, said };
    const after = await atService("disable", account);
    return { problem: after.problem, said: `${said} · ${after.said}` };
  };
}
