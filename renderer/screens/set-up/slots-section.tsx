import { useEffect } from "react";
import { texts } from "../../locales/texts.ts";
import { useSetUp, useTeaching } from "../../stores/stores-context.tsx";
import { Listed } from "../parts/listed.tsx";
import { Section } from "../parts/section.tsx";
import { ArrangePanel } from "./arrange-panel.tsx";
import { ScannersPanel } from "./scanners-panel.tsx";
import { SlotCardsPanel } from "./slot-cards-panel.tsx";
import { SlotRow } from "./slot-row.tsx";
import css from "./slots-section.module.css";
import { TeachPanel } from "./teach-panel.tsx";

export function SlotsSection() {
  const slots = useSetUp((state) => state.slots);
  const load = useSetUp((state) => state.load);
  const clear = useTeaching((state) => state.clear);
  // Who leaves no longer stands at the fixture: what is plugged in later must not be taught.
  useEffect(() => clear, [clear]);
  const words = texts.setUp.slots;
  return (
    <Section title={words.title} about={words.about}>
      <TeachPanel names={slots.items.map(({ name }) => name)} />
      <Listed load={load} listing={slots} none={{ title: words.none, next: words.noneNext }}>
        {(items) => (
          <ul className={css["slots"]}>
            {items.map((slot) => (
              <SlotRow key={slot.id} slot={slot} />
            ))}
          </ul>
        )}
      </Listed>
      <ArrangePanel />
      {slots.items.length === 0 ? null : <SlotCardsPanel />}
      <ScannersPanel />
    </Section>
  );
}
