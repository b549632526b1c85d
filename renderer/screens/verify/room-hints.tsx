import { useEffect } from "react";
import type { Slot } from "../../../main/api/contract/index.ts";
import { texts } from "../../locales/texts.ts";
import { hrefTo } from "../../stores/route.ts";
import { useLine, useLots, useSamples } from "../../stores/stores-context.tsx";
import { ButtonLink } from "../../ui/button.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import css from "./room-hints.module.css";

const mostNamed = 3;

/** What is at hand: the samples that wait for a verification, and the units in the slots. Its room is always kept. */
export const RoomHints = () => (
  <div className={css["hints"]}>
    <InSlots />
    <SamplesDue />
  </div>
);

const toUnit = (serialNumber: string) => hrefTo({ screen: "unit", serialNumber });

const hasUnit = (slot: Slot): slot is Slot & { serialNumber: string } => slot.present && slot.serialNumber !== null;

function InSlots() {
  const slots = useLine((state) => state.slots).filter(hasUnit);
  const words = texts.verify.run;
  if (slots.length === 0) return <p className={css["soft"]}>{words.noSlot}</p>;
  return (
    <ul className={css["slots"]}>
      {slots.slice(0, mostNamed).map(({ id, name, serialNumber }) => (
        <li key={id}>
          <ButtonLink href={toUnit(serialNumber)}>{words.slotOption(name, serialNumber)}</ButtonLink>
        </li>
      ))}
    </ul>
  );
}

function SamplesDue() {
  const lot = useLots((state) => state.current?.lot);
  const done = useLots((state) => state.current?.done);
  const load = useSamples((state) => state.load);
  const rest = useSamples((state) => state.rest);
  const due = useSamples((state) => state.list.items);
  useEffect(() => {
    if (lot !== undefined && done !== undefined) void load(lot);
    return rest;
  }, [lot, done, load, rest]);
  if (lot === undefined || due.length === 0) return null;
  const words = texts.verify.samples;
  return (
    <p className={css["due"]}>
      <StateMark shape="attention" word={words.due(lot)} />
      {due.slice(0, mostNamed).map(({ serialNumber }) => (
        <a key={serialNumber} href={toUnit(serialNumber)}>
          {serialNumber}
        </a>
      ))}
      {due.length > mostNamed ? <span>{words.more(due.length - mostNamed)}</span> : null}
    </p>
  );
}
