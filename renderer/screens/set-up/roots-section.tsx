import { texts } from "../../locales/texts.ts";
import { useRootImport, useSetUp } from "../../stores/stores-context.tsx";
import { Section } from "../parts/section.tsx";
import { TrustedCertificates } from "./trusted-certificates.tsx";

export function RootsSection() {
  const roots = useSetUp((state) => state.roots);
  const load = useSetUp((state) => state.load);
  const remove = useSetUp((state) => state.removeRoot);
  const imports = useRootImport((state) => state);
  const words = texts.setUp.roots;
  return (
    <Section title={words.title} about={words.about}>
      <TrustedCertificates listing={roots} imports={imports} words={words} load={load} remove={remove} />
    </Section>
  );
}
