import { useEffect, useState } from "react";
import type { EnrollmentAct, EnrollmentChange, UnitDetail } from "../../../main/api/contract/index.ts";
import { texts } from "../../locales/texts.ts";
import { useService, useUnitChanges } from "../../stores/stores-context.tsx";
import { Button } from "../../ui/button.tsx";
import { ActOutcome } from "../parts/act-outcome.tsx";
import { AskReason } from "../parts/ask-reason.tsx";
import css from "./enrollment-acts.module.css";
import { actsOf } from "./unit-acts.ts";

/** What can be done to the unit's entry at the service, always in reach at the lower edge. */
export function EnrollmentActs({ unit }: { readonly unit: UnitDetail }) {
  const { registrationId } = unit;
  const load = useUnitChanges((state) => state.load);
  const rest = useUnitChanges((state) => state.rest);
  const changes = useUnitChanges((state) => state.list.items);
  const [asked, setAsked] = useState<EnrollmentAct | null>(null);
  const [outcome, setOutcome] = useState<EnrollmentChange | null>(null);
  useEffect(() => {
    if (registrationId !== null) void load(registrationId);
    return rest;
  }, [registrationId, load, rest]);
  const acts = actsOf(unit, changes);
  if (registrationId === null || acts.length === 0) return null;
  return (
    <footer className={css["acts"]}>
      {asked === null ? (
        <div className={css["row"]}>
          <ActOutcome change={outcome} />
          {acts.map((act) => (
            <Button key={act} look={act === "enable" ? "plain" : "danger"} size="line" onClick={() => setAsked(act)}>
              {texts.service.unit[act]}
            </Button>
          ))}
        </div>
      ) : (
        <Asked
          unit={unit.serialNumber}
          registrationId={registrationId}
          act={asked}
          onDone={(change) => {
            setAsked(null);
            setOutcome(change);
            void load(registrationId);
          }}
        />
      )}
    </footer>
  );
}

interface AskedProps {
  readonly unit: string;
  readonly registrationId: string;
  readonly act: EnrollmentAct;
  /** Null: left as it is. */
  readonly onDone: (change: EnrollmentChange | null) => void;
}

function Asked({ unit, registrationId, act, onDone }: AskedProps) {
  const change = useService((state) => state.change);
  const words = texts.service.unit;
  const last = act === "enable" ? undefined : { ask: words.sure[act], act: words.last[act](unit) };
  return (
    <AskReason
      ask={words.means[act](unit)}
      act={words[act]}
      last={last}
      onKeep={() => onDone(null)}
      onAct={async (account) => {
        const outcome = await change(registrationId, act, account);
        if (outcome.change !== null) onDone(outcome.change);
        return outcome.problem;
      }}
    />
  );
}
