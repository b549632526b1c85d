import type { UnitDetail } from "../../../main/api/contract/index.ts";
import { texts } from "../../locales/texts.ts";
import { useUnitChanges } from "../../stores/stores-context.tsx";
import { Button } from "../../ui/button.tsx";
import { type Act, actsOf } from "./unit-acts.ts";
import css from "./unit-page.module.css";

interface EntryActsProps {
  readonly unit: UnitDetail;
  readonly onAsk: (act: Act) => void;
}

/** What can be done to the unit's entry at the service alone, beside the entry; it is asked for at the lower edge. */
export function EntryActs({ unit, onAsk }: EntryActsProps) {
  const changes = useUnitChanges((state) => state.list.items);
  const acts = unit.registrationId === null ? [] : actsOf(unit, changes);
  if (acts.length === 0) return null;
  return (
    <div className={css["entryActs"]}>
      {acts.map((act) => (
        <Button
          key={act}
          look={act === "enable" || act === "update" ? "plain" : "danger"}
          onClick={() => onAsk({ kind: "entry", act })}
        >
          {texts.service.unit[act]}
        </Button>
      ))}
    </div>
  );
}
