import { type ReactNode, useEffect } from "react";
import { formatCount } from "../../locales/format.ts";
import { texts } from "../../locales/texts.ts";
import { hrefTo, type SetUpSection, setUpSections } from "../../stores/route.ts";
import { useSetUp } from "../../stores/stores-context.tsx";
import { PortsSection } from "./ports-section.tsx";
import { RootsSection } from "./roots-section.tsx";
import css from "./set-up-screen.module.css";
import { SlotsSection } from "./slots-section.tsx";

/** What a process engineer sets up at the fixture. */
export function SetUpScreen({ section }: { readonly section: SetUpSection }) {
  const load = useSetUp((state) => state.load);
  const rest = useSetUp((state) => state.rest);
  useEffect(() => {
    void load();
    return rest;
  }, [load, rest]);
  return (
    <div className={css["screen"]}>
      <div className={css["rail"]}>
        <h1 className={css["title"]}>{texts.setUp.title}</h1>
        <nav className={css["sections"]} aria-label={texts.setUp.sectionsLabel}>
          {setUpSections.map((one) => (
            <SectionLink key={one} section={one} current={one === section} />
          ))}
        </nav>
      </div>
      <div className={css["content"]} key={section}>
        {contentOf(section)}
      </div>
    </div>
  );
}

function contentOf(section: SetUpSection): ReactNode {
  switch (section) {
    case "slots":
      return <SlotsSection />;
    case "ports":
      return <PortsSection />;
    case "roots":
      return <RootsSection />;
  }
}

function SectionLink({ section, current }: { readonly section: SetUpSection; readonly current: boolean }) {
  const { status, items } = useSetUp((state) => state[section]);
  return (
    <a
      className={css["section"]}
      href={hrefTo({ screen: "set-up", section })}
      aria-current={current ? "page" : undefined}
    >
      <span>{texts.setUp.sections[section]}</span>
      <span className={css["count"]}>{status === "ready" ? formatCount(items.length) : ""}</span>
    </a>
  );
}
