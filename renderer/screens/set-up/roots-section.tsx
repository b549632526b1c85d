import { texts } from "../../locales/texts.ts";
import { useRootImport, useSetUp } from "../../stores/stores-context.tsx";
import { RootCard } from "./root-card.tsx";
import { RootImports } from "./root-imports.tsx";
import css from "./roots-section.module.css";
import { Listed } from "../parts/listed.tsx";
import { Section } from "../parts/section.tsx";

export function RootsSection() {
  const roots = useSetUp((state) => state.roots);
  const load = useSetUp((state) => state.load);
  const remove = useSetUp((state) => state.removeRoot);
  const imports = useRootImport((state) => state);
  const words = texts.setUp.roots;
  const addFiles = (files: readonly File[]) => {
    const trusted = roots.items.map(({ fingerprint }) => fingerprint);
    void imports.add(files, trusted);
  };
  return (
    <Section title={words.title} about={words.about}>
      <RootImports imports={imports} onFiles={addFiles} />
      <Listed load={load} listing={roots} none={{ title: words.none, next: words.noneNext }}>
        {(items) => (
          <ul className={css["roots"]}>
            {items.map((root) => (
              <RootCard key={root.fingerprint} root={root} removeSure={words.removeSure} onRemove={remove} />
            ))}
          </ul>
        )}
      </Listed>
    </Section>
  );
}
