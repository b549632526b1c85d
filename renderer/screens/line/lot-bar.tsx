import { type ReactNode, useState } from "react";
import type { Lot } from "../../../main/api/contract/index.ts";
import { formatCount, formatShare } from "../../locales/format.ts";
import { texts } from "../../locales/texts.ts";
import { useLots } from "../../stores/stores-context.tsx";
import { Button } from "../../ui/button.tsx";
import { ProgressBar } from "../../ui/progress-bar.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { LotDialog } from "../parts/lot-dialog.tsx";
import css from "./lot-bar.module.css";
import { HandOverDialog } from "./lot-hand-over.tsx";

/** What the line builds now and how far it is. */
export function LotBar() {
  const lot = useLots((state) => state.current);
  const [handingOver, setHandingOver] = useState(false);
  const [choosing, setChoosing] = useState(false);
  return (
    <section className={css["bar"]} aria-label={texts.lot.title}>
      {lot === null || lot === undefined ? (
        <p className={css["none"]}>
          <strong>{texts.lot.none}</strong>
          <span>{texts.lot.noneNext}</span>
        </p>
      ) : (
        <Figures lot={lot} />
      )}
      <Button size="line" aria-haspopup="dialog" onClick={() => setHandingOver(true)}>
        {texts.lots.handOver.act}
      </Button>
      <Button
        size="line"
        look={lot === null || lot?.remaining === 0 ? "primary" : "plain"}
        aria-haspopup="dialog"
        onClick={() => setChoosing(true)}
      >
        {lot === null ? texts.lot.open : texts.lot.change}
      </Button>
      <HandOverDialog opened={handingOver} onClose={() => setHandingOver(false)} />
      <LotDialog opened={choosing} onClose={() => setChoosing(false)} />
    </section>
  );
}

function Figures({ lot }: { readonly lot: Lot }) {
  const done = formatCount(lot.done);
  return (
    <dl className={css["figures"]}>
      <Figure name={texts.lot.product} value={lot.model} />
      <Figure name={texts.lot.lot} value={lot.lot} />
      <Figure name={texts.lot.done} value={done} of={lot.quantity === null ? "" : formatCount(lot.quantity)}>
        {lot.quantity === null ? null : (
          <dd className={css["progress"]}>
            {lot.remaining === 0 ? (
              <StateMark shape="pass" word={texts.lots.full} />
            ) : (
              <ProgressBar label={texts.lot.done} value={lot.done} total={lot.quantity} />
            )}
          </dd>
        )}
      </Figure>
      <Figure name={texts.lot.failed} value={formatCount(lot.failed)} />
      <Figure
        name={texts.lot.firstPass}
        value={lot.firstPassYield === null ? texts.units.none : formatShare(lot.firstPassYield)}
      />
      {/* A full lot goes no faster, and what to do now needs the room. */}
      {lot.remaining === 0 ? null : <Figure name={texts.lot.perHour} value={formatCount(lot.perHour)} />}
    </dl>
  );
}

interface FigureProps {
  readonly name: string;
  readonly value: string;
  readonly of?: string;
  readonly children?: ReactNode;
}

const Figure = ({ name, value, of = "", children }: FigureProps) => (
  <div className={css["figure"]}>
    <dt className={css["name"]}>{name}</dt>
    <dd className={css["value"]} title={value}>
      {value}
      {of === "" ? null : <span className={css["of"]}> / {of}</span>}
    </dd>
    {children}
  </div>
);
