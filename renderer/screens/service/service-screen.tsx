import { type ReactNode, useEffect } from "react";
import type { ServiceOverview } from "../../../main/api/contract/index.ts";
import { texts } from "../../locales/texts.ts";
import { hrefTo, type ServiceSection, serviceSections } from "../../stores/route.ts";
import { useService, useStation } from "../../stores/stores-context.tsx";
import { Rail } from "../parts/rail.tsx";
import { CallsSection } from "./calls-section.tsx";
import { ChangesSection } from "./changes-section.tsx";
import { CheckSection } from "./check-section.tsx";
import { ConflictPage } from "./conflict-page.tsx";
import { ConflictsSection } from "./conflicts-section.tsx";
import { HubSection } from "./hub-section.tsx";
import { OverviewSection } from "./overview-section.tsx";
import { ParkedSection } from "./parked-section.tsx";
import { ReconcileSection } from "./reconcile-section.tsx";

interface ServiceScreenProps {
  readonly section: ServiceSection;
  /** Of the conflict on screen. */
  readonly registrationId: string | undefined;
}

/** All that is between this station and its provisioning services. */
export function ServiceScreen({ section, registrationId }: ServiceScreenProps) {
  const follow = useService((state) => state.follow);
  const rest = useService((state) => state.rest);
  const { status, items } = useService((state) => state.services);
  const practice = useStation((state) => state.info?.mode === "practice");
  useEffect(() => {
    void follow();
    return rest;
  }, [follow, rest]);
  const links = serviceSections
    .filter((one) => practice || (one !== "calls" && one !== "hub"))
    .map((one) => ({
      href: hrefTo({ screen: "service", section: one }),
      name: texts.service.sections[one],
      count: status === "ready" ? countOf(one, items) : null,
      current: one === section,
    }));
  return (
    <Rail title={texts.service.title} label={texts.service.sectionsLabel} links={links}>
      {contentOf(section, registrationId)}
    </Rail>
  );
}

/** What waits for a person there; null where nothing can. */
function countOf(section: ServiceSection, services: readonly ServiceOverview[]): number | null {
  const sum = (of: (service: ServiceOverview) => number) => services.reduce((all, service) => all + of(service), 0);
  if (section === "conflicts") return sum(({ conflicts }) => conflicts);
  if (section === "parked") return sum(({ parked, conflicts }) => parked - conflicts);
  return null;
}

function contentOf(section: ServiceSection, registrationId: string | undefined): ReactNode {
  switch (section) {
    case "overview":
      return <OverviewSection />;
    case "conflicts":
      return registrationId === undefined ? (
        <ConflictsSection />
      ) : (
        <ConflictPage key={registrationId} registrationId={registrationId} />
      );
    case "parked":
      return <ParkedSection />;
    case "changes":
      return <ChangesSection />;
    case "check":
      return <CheckSection />;
    case "reconcile":
      return <ReconcileSection />;
    case "calls":
      return <CallsSection />;
    case "hub":
      return <HubSection />;
  }
}
