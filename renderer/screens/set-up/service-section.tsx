import { texts } from "../../locales/texts.ts";
import { Section } from "../parts/section.tsx";

export function ServiceSection() {
  return (
    <Section title={texts.setUp.sections.service} about="">
      {null}
    </Section>
  );
}
