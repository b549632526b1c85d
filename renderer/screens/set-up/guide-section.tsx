import { texts } from "../../locales/texts.ts";
import { Section } from "../parts/section.tsx";

export function GuideSection() {
  return (
    <Section title={texts.setUp.sections.guide} about="">
      {null}
    </Section>
  );
}
