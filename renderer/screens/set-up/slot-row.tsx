import { useState } from "react";
import type { BoundSlot, PortView, Problem } from "../../../main/api/contract/index.ts";
import { texts } from "../../locales/texts.ts";
import { useSetUp, useTeaching } from "../../stores/stores-context.tsx";
import { AskTwice } from "../../ui/ask-twice.tsx";
import { Button } from "../../ui/button.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { deviceFacts, deviceName, joined } from "./port-words.ts";
import { Refused } from "../parts/refused.tsx";
import css from "./slots-section.module.css";

/** One place of the fixture: its name, its socket, what is in it. */
export function SlotRow({ slot }: { readonly slot: BoundSlot }) {
  const { name, binding, port } = slot;
  const { slots } = texts.setUp;
  const [asking, setAsking] = useState(false);
  const teach = useTeaching((state) => state.teach);
  const waiting = useTeaching((state) => state.status === "waiting");
  return (
    <li className={css["slot"]} aria-label={texts.line.slot(name)}>
      <strong className={css["name"]} data-long={name.length > 3}>
        {name}
      </strong>
      <div className={css["about"]}>
        <p>
          <span className={css["soft"]}>{slots.socket}</span> <code className={css["code"]}>{binding}</code>
        </p>
        {port === null ? <StateMark shape="waiting" word={slots.nothing} /> : <PluggedIn port={port} />}
      </div>
      <div className={css["actions"]}>
        <Button disabled={waiting} aria-label={slots.moveSlot(name)} onClick={() => void teach(name)}>
          {slots.move}
        </Button>
        <Button
          look="danger"
          aria-label={slots.forgetSlot(name)}
          aria-expanded={asking}
          onClick={() => setAsking(!asking)}
        >
          {slots.forget}
        </Button>
      </div>
      {asking ? <Forget slot={slot} onDone={() => setAsking(false)} /> : null}
    </li>
  );
}

function PluggedIn({ port }: { readonly port: PortView }) {
  return (
    <p className={css["device"]}>
      {port.allowed ? (
        <strong>{deviceName(port)}</strong>
      ) : (
        <StateMark shape="skipped" word={`${texts.setUp.ports.skipped}: ${deviceName(port)}`} />
      )}
      <span className={css["soft"]}>{joined(deviceFacts(port, deviceName(port)), port.path)}</span>
    </p>
  );
}

function Forget({ slot, onDone }: { readonly slot: BoundSlot; readonly onDone: () => void }) {
  const { id, name } = slot;
  const words = texts.setUp.slots;
  const forgetSlot = useSetUp((state) => state.forgetSlot);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const forget = async () => {
    setBusy(true);
    const refused = await forgetSlot(id);
    setBusy(false);
    setProblem(refused);
    if (refused === null) onDone();
  };
  return (
    <div className={css["asked"]}>
      <AskTwice
        first={{ ask: words.forgetAsk(name), act: words.forgetSlot(name) }}
        last={{ ask: words.forgetSure(name), act: words.forgetLast(name) }}
        keep={texts.setUp.keep}
        busy={busy}
        onKeep={onDone}
        onAct={() => void forget()}
      />
      <Refused problem={problem} />
    </div>
  );
}
