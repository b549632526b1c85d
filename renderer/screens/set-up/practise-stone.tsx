import { useState } from "react";
import { texts } from "../../locales/texts.ts";
import { hrefTo } from "../../stores/route.ts";
import { useLine } from "../../stores/stores-context.tsx";
import { Button, ButtonLink } from "../../ui/button.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import css from "./guide-section.module.css";

interface PractiseProps {
  readonly done: boolean;
  readonly practice: boolean;
  readonly isNext: boolean;
}

/** One press plugs a practice unit into the first free slot; what becomes of it is said here. */
export function PractiseStone({ done, practice, isNext }: PractiseProps) {
  const words = texts.house.guide;
  const slots = useLine((state) => state.slots);
  const plug = useLine((state) => state.plug);
  const [slotId, setSlotId] = useState<string | null>(null);
  const free = slots.find(({ state, present }) => state === "waiting" && !present);
  const watched = slots.find(({ id }) => id === slotId);
  if (!practice) return null;
  const start = () => {
    if (free === undefined) return;
    setSlotId(free.id);
    void plug(free.id, "none");
  };
  const running = watched?.state === "running";
  const failed = watched?.state === "fail";
  return (
    <>
      {running ? (
        <p role="status">
          <StateMark shape="running" word={words.running} />
        </p>
      ) : null}
      {failed && !done ? (
        <p role="alert">
          <StateMark shape="fail" word={words.failed} />
        </p>
      ) : null}
      {done ? (
        <ButtonLink size="line" href={hrefTo({ screen: "line" })}>
          {words.seeLine}
        </ButtonLink>
      ) : (
        <Button
          look={isNext ? "primary" : "plain"}
          size="line"
          disabled={running || free === undefined}
          onClick={start}
        >
          {words.gos.practise}
        </Button>
      )}
      {!done && !running && free === undefined ? <p className={css["soft"]}>{words.taken}</p> : null}
    </>
  );
}
