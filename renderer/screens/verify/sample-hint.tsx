import { useEffect } from "react";
import type { UnitDetail } from "../../../main/api/contract/index.ts";
import { texts } from "../../locales/texts.ts";
import { useSamples } from "../../stores/stores-context.tsx";
import { StateMark } from "../../ui/state-mark.tsx";

/** A unit that the sampling plan wants verified says so. */
export function SampleHint({ unit: { serialNumber, lot } }: { readonly unit: UnitDetail }) {
  const load = useSamples((state) => state.load);
  const rest = useSamples((state) => state.rest);
  const due = useSamples((state) => state.list.items);
  useEffect(() => {
    void load(lot);
    return rest;
  }, [lot, load, rest]);
  if (!due.some((sample) => sample.serialNumber === serialNumber)) return null;
  return <StateMark shape="attention" word={texts.verify.samples.hint(lot)} />;
}
