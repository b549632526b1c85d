import { useState } from "react";
import { texts } from "../../locales/texts.ts";
import { useLabels, useLotUnits, useStation } from "../../stores/stores-context.tsx";
import { Button } from "../../ui/button.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { AskReason } from "../parts/ask-reason.tsx";
import css from "./lot-units.module.css";

/** Where the table is narrowed down to one unit: another label for it, with why. */
export function ReprintFound() {
  const found = useLotUnits(({ status, total, prefix, rowsOf, rowAt }) =>
    status === "ready" && total === 1 && prefix !== "" && rowsOf === prefix ? (rowAt(0)?.serialNumber ?? null) : null,
  );
  const may = useStation(({ session }) => session === null || session.open || session.rights.includes("quality"));
  const prefix = useLotUnits((state) => state.prefix);
  // The table is read again after each print: what was done is said beyond that.
  const [done, setDone] = useState<string | null>(null);
  if (prefix === "" || !may) return null;
  return (
    <div className={css["reprint"]}>
      {found === null ? null : <Reprint key={found} serialNumber={found} onDone={() => setDone(found)} />}
      <p role="status">
        {done?.startsWith(prefix) === true ? <StateMark shape="pass" word={texts.labels.reprinted} /> : null}
      </p>
    </div>
  );
}

function Reprint({ serialNumber, onDone }: { readonly serialNumber: string; readonly onDone: () => void }) {
  const reprint = useLabels((state) => state.reprint);
  const [asks, setAsks] = useState(false);
  const words = texts.labels;
  if (!asks) return <Button onClick={() => setAsks(true)}>{words.reprint}</Button>;
  return (
    <AskReason
      ask={`${serialNumber}: ${words.reprintAsk}`}
      act={words.reprint}
      asksBy={false}
      onKeep={() => setAsks(false)}
      onAct={async ({ reason }) => {
        const problem = await reprint(serialNumber, reason);
        if (problem !== null) return problem;
        onDone();
        setAsks(false);
        return null;
      }}
    />
  );
}
