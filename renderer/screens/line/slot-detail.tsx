import { useEffect } from "react";
import type { RunRecord, Slot, StepRecord } from "../../../main/api/contract/index.ts";
import { formatStepTime } from "../../locales/format.ts";
import { sentenceOf } from "../../locales/sentence-of.ts";
import { texts } from "../../locales/texts.ts";
import { isKiosk } from "../../stores/fixture-store.ts";
import { hrefTo } from "../../stores/route.ts";
import { useFixture, useLine, useSlotUnit, useStation } from "../../stores/stores-context.tsx";
import { ActPicture } from "../../ui/act-picture.tsx";
import { Button } from "../../ui/button.tsx";
import { Copyable } from "../../ui/copyable.tsx";
import { SlideOver } from "../../ui/slide-over.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import type { ShapeName } from "../../ui/state-shape.tsx";
import { ChooseButton } from "./choose-button.tsx";
import { PracticeControls } from "./practice-controls.tsx";
import { ReprintButton } from "./reprint-button.tsx";
import css from "./slot-detail.module.css";
import { viewOf } from "./slot-view.ts";
import { useHold } from "./use-hold.ts";

interface SlotDetailProps {
  readonly slot: Slot;
  readonly from: "left" | "right";
  readonly onClose: () => void;
}

/** What is behind one slot, beside the others, which go on. */
export function SlotDetail({ slot, from, onClose }: SlotDetailProps) {
  const run = useRunOf(slot);
  const practice = useStation((state) => state.info?.mode === "practice");
  const chosen = useLine((state) => state.chosen === slot.id);
  const view = viewOf(slot, chosen, useHold());
  return (
    <SlideOver title={texts.line.slot(slot.name)} closeLabel={texts.frame.close} from={from} onClose={onClose}>
      <div className={css["detail"]}>
        <p className={css["state"]}>
          <StateMark shape={view.shape} word={view.word} />
          <span>{slot.serialNumber ?? texts.line.noUnit}</span>
        </p>
        <p className={css["next"]}>
          {view.act === null ? null : <ActPicture act={view.act} />}
          <strong>{view.next}</strong>
        </p>
        <Trouble slot={slot} />
        {slot.state === "pass" && view.why !== "" ? <p className={css["sentence"]}>{view.why}</p> : null}
        {run === undefined ? null : <Steps steps={run.steps} />}
        <Actions slot={slot} />
        {practice ? <PracticeControls slot={slot} /> : null}
      </div>
    </SlideOver>
  );
}

/** The run the slot shows, from the records of its unit. */
function useRunOf(slot: Slot): RunRecord | undefined {
  const open = useSlotUnit((state) => state.open);
  const close = useSlotUnit((state) => state.close);
  const unit = useSlotUnit((state) => state.unit);
  const { serialNumber, runId } = slot;
  useEffect(() => {
    if (serialNumber === null) return undefined;
    void open(serialNumber);
    return close;
  }, [serialNumber, open, close]);
  return unit?.serialNumber === serialNumber ? unit?.runHistory.find((run) => run.id === runId) : undefined;
}

function Trouble({ slot }: { readonly slot: Slot }) {
  if (slot.problem === null) return null;
  const { code, detail } = slot.problem;
  return (
    <>
      <p className={css["sentence"]}>{sentenceOf(slot.problem)}</p>
      <Copyable value={code} label={texts.frame.copy(texts.frame.code)} copiedLabel={texts.frame.copied} />
      <h3 className={css["heading"]}>{texts.line.detail}</h3>
      <p className={css["seen"]}>{detail}</p>
    </>
  );
}

const stepShapes: Readonly<Record<StepRecord["outcome"], ShapeName>> = {
  running: "running",
  pass: "pass",
  fail: "fail",
  interrupted: "attention",
};

const Steps = ({ steps }: { readonly steps: readonly StepRecord[] }) => (
  <>
    <h3 className={css["heading"]}>{texts.line.stepsTitle}</h3>
    <ol className={css["steps"]}>
      {steps.map((step) => (
        <li key={step.id} className={css["step"]}>
          <StateMark shape={stepShapes[step.outcome]} word={texts.unit.stepNames[step.id]} />
          <span>{step.ms === null ? "" : formatStepTime(step.ms)}</span>
        </li>
      ))}
    </ol>
  </>
);

function Actions({ slot }: { readonly slot: Slot }) {
  const stop = useLine((state) => state.stop);
  const retry = useLine((state) => state.retry);
  const busy = useLine((state) => state.busy.has(slot.id));
  const kiosk = useFixture(isKiosk);
  const { serialNumber } = slot;
  return (
    <div className={css["actions"]}>
      {slot.state === "running" ? (
        <Button size="line" disabled={busy} onClick={() => void stop(slot.id)}>
          {texts.line.stop}
        </Button>
      ) : null}
      {viewOf(slot).canRetry ? (
        <Button look="primary" size="line" disabled={busy} onClick={() => void retry(slot.id)}>
          {texts.line.tryAgain}
        </Button>
      ) : null}
      {slot.state === "scan" && slot.present ? <ChooseButton slot={slot} /> : null}
      {viewOf(slot).canReprint ? <ReprintButton slot={slot} /> : null}
      {serialNumber === null || kiosk ? null : (
        <a className={css["link"]} href={hrefTo({ screen: "unit", serialNumber })}>
          {texts.line.unitPage}
        </a>
      )}
    </div>
  );
}
