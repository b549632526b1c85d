import { type ReactNode, useEffect } from "react";
import { texts } from "../../locales/texts.ts";
import { hrefTo, type SetUpSection, setUpSections } from "../../stores/route.ts";
import type { SetUpState } from "../../stores/set-up-store.ts";
import { useSetUp } from "../../stores/stores-context.tsx";
import { Rail } from "../parts/rail.tsx";
import { AuthoritiesSection } from "./authorities-section.tsx";
import { BackupSection } from "./backup-section.tsx";
import { GuideSection } from "./guide-section.tsx";
import { LabelsSection } from "./labels/labels-section.tsx";
import { PeopleSection } from "./people-section.tsx";
import { PortsSection } from "./ports-section.tsx";
import { RecipesSection } from "./recipes/recipes-section.tsx";
import { RequestsSection } from "./requests-section.tsx";
import { RootsSection } from "./roots-section.tsx";
import { ServiceSection } from "./service-section.tsx";
import { SignersSection } from "./signers-section.tsx";
import { SlotsSection } from "./slots-section.tsx";
import { StationSection } from "./station-section.tsx";

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
    count: countOf(state, one),
    current: one === section,
  }));
  return (
    <Rail title={texts.setUp.title} label={texts.setUp.sectionsLabel} links={links}>
      {contentOf(section)}
    </Rail>
  );
}

/** Of what is a list that every visit reads. */
function countOf(state: SetUpState, section: SetUpSection): number | null {
  const listing = counted(section) ? state[section] : null;
  return listing?.status === "ready" ? listing.items.length : null;
}

const counted = (section: SetUpSection): section is "slots" | "ports" | "roots" | "people" | "requests" =>
  ["slots", "ports", "roots", "people", "requests"].includes(section);

function contentOf(section: SetUpSection): ReactNode {
  switch (section) {
    case "guide":
      return <GuideSection />;
    case "recipes":
      return <RecipesSection />;
    case "service":
      return <ServiceSection />;
    case "authorities":
      return <AuthoritiesSection />;
    case "station":
      return <StationSection />;
    case "backup":
      return <BackupSection />;
    case "slots":
      return <SlotsSection />;
    case "ports":
      return <PortsSection />;
    case "roots":
      return <RootsSection />;
    case "signers":
      return <SignersSection />;
    case "people":
      return <PeopleSection />;
    case "requests":
      return <RequestsSection />;
    case "labels":
      return <LabelsSection />;
  }
}
