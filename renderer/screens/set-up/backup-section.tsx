import { texts } from "../../locales/texts.ts";
import { Section } from "../parts/section.tsx";

export function BackupSection() {
  return (
    <Section title={texts.setUp.sections.backup} about="">
      {null}
    </Section>
  );
}
