import { Select } from "@mantine/core";
import { useState } from "react";
import type { Slot } from "../../../main/api/contract/index.ts";
import { texts } from "../../locales/texts.ts";
import { hrefTo } from "../../stores/route.ts";
import { useLine, useStation, useVerify } from "../../stores/stores-context.tsx";
import { isGoingOn, type VerifyState } from "../../stores/verify-store.ts";
import { Button } from "../../ui/button.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { Refused } from "../parts/refused.tsx";
import { slotFor } from "./slot-for.ts";
import { checkShapes } from "./unit-verdict.ts";
import css from "./verify-in-slot.module.css";

/** Reads the unit in a slot again and compares it: which slot, the press, and what comes of it. */
export function VerifyInSlot({ serialNumber }: { readonly serialNumber: string }) {
  const slots = useLine((state) => state.slots);
  const [chosen, setChosen] = useState<string | null>(null);
  const run = useVerify((state) => state);
  const may = useStation((state) => state.session?.rights.includes("verify") ?? true);
  const goingOn = isGoingOn(run);
  const slot = slotFor(slots, serialNumber, goingOn && run.serialNumber === serialNumber ? run.slotId : chosen);
  const words = texts.verify.run;
  return (
    <div className={css["verify"]}>
      <Select
        className={css["slot"] ?? ""}
        aria-label={words.slot}
        data={slots.map((one) => ({ value: one.id, label: words.slotOption(one.name, unitIn(one)) }))}
        value={slot?.id ?? null}
        onChange={setChosen}
        comboboxProps={{ transitionProps: { duration: 0 } }}
        allowDeselect={false}
        disabled={goingOn || slots.length === 0}
        size="md"
      />
      {goingOn && run.serialNumber === serialNumber ? (
        <Button size="line" onClick={run.stop}>
          {words.stop}
        </Button>
      ) : (
        <Button
          size="line"
          look="primary"
          disabled={!may || goingOn || slot === undefined || slot.state === "running"}
          onClick={() => slot !== undefined && void run.start(serialNumber, slot.id)}
        >
          {run.serialNumber === serialNumber && run.status !== "idle" ? words.again : words.start}
        </Button>
      )}
      {may ? <Said run={run} serialNumber={serialNumber} slot={slot} /> : <p>{texts.verify.acts.notAllowed}</p>}
    </div>
  );
}

const unitIn = ({ present, serialNumber }: Slot): string => (present ? (serialNumber ?? "") : "");

interface SaidProps {
  readonly run: VerifyState;
  readonly serialNumber: string;
  readonly slot: Slot | undefined;
}

/** Where it is, or what came of it. */
function Said({ run, serialNumber, slot }: SaidProps) {
  const words = texts.verify.run;
  const other = run.serialNumber;
  const isOther = isGoingOn(run) && other !== null && other !== serialNumber;
  return (
    <div className={css["said"]}>
      <div role="status">
        {isOther ? (
          <a href={hrefTo({ screen: "unit", serialNumber: other })}>{words.elsewhere(other)}</a>
        ) : (
          <Sentence run={run} serialNumber={serialNumber} slot={slot} />
        )}
      </div>
      <Refused problem={run.serialNumber === serialNumber ? run.problem : null} />
    </div>
  );
}

function Sentence({ run, serialNumber, slot }: SaidProps) {
  const words = texts.verify.run;
  const name = slot?.name ?? "";
  if (run.serialNumber === serialNumber) {
    if (run.status === "waiting") return <StateMark shape="attention" word={words.waiting(name)} />;
    if (run.status === "running")
      return <StateMark shape="running" word={`${words.running(name)} ${words.progress(run.checks.length)}`} />;
    if (run.result !== null) {
      const { outcome } = run.result;
      return <StateMark shape={checkShapes[outcome]} word={words.results[outcome]} />;
    }
    if (run.status === "stopped") return <StateMark shape="off" word={words.stopped} />;
    if (run.status === "failed") return null;
  }
  if (slot?.state === "running") return <span>{words.busy}</span>;
  return <span>{slot !== undefined && unitIn(slot) === serialNumber ? words.here(name) : words.noSlotNext}</span>;
}
