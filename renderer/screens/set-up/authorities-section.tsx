import { texts } from "../../locales/texts.ts";
import { Section } from "../parts/section.tsx";

export function AuthoritiesSection() {
  return (
    <Section title={texts.setUp.sections.authorities} about="">
      {null}
    </Section>
  );
}
