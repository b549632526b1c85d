import { type ReactNode, useEffect } from "react";
import { texts } from "../../locales/texts.ts";
import { hrefTo, type SetUpSection, setUpSections } from "../../stores/route.ts";
import { useSetUp } from "../../stores/stores-context.tsx";
import { Rail } from "../parts/rail.tsx";
import { PeopleSection } from "./people-section.tsx";
import { PortsSection } from "./ports-section.tsx";
import { RequestsSection } from "./requests-section.tsx";
import { RootsSection } from "./roots-section.tsx";
import { SlotsSection } from "./slots-section.tsx";

/** What a process engineer sets up at the fixture. */
export function SetUpScreen({ section }: { readonly section: SetUpSection }) {
  const state = useSetUp((all) => all);
  const { load, rest } = state;
  useEffect(() => {
    void load();
    return rest;
  }, [load, rest]);
  const links = setUpSections.map((one) => ({
    href: hrefTo({ screen: "set-up", section: one }),
    name: texts.setUp.sections[one],
    count: state[one].status === "ready" ? state[one].items.length : null,
    current: one === section,
  }));
  return (
    <Rail title={texts.setUp.title} label={texts.setUp.sectionsLabel} links={links}>
      {contentOf(section)}
    </Rail>
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
    case "people":
      return <PeopleSection />;
    case "requests":
      return <RequestsSection />;
  }
}
