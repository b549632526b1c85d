import { texts } from "../../locales/texts.ts";
import { Section } from "../parts/section.tsx";

export function StationSection() {
  return (
    <Section title={texts.setUp.sections.station} about="">
      {null}
    </Section>
  );
}
