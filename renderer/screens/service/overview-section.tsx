import { texts } from "../../locales/texts.ts";
import { useService } from "../../stores/stores-context.tsx";
import { Listed } from "../parts/listed.tsx";
import css from "./overview-section.module.css";
import { ServiceCard } from "./service-card.tsx";

/** Every service of the station, at a glance. */
export function OverviewSection() {
  const services = useService((state) => state.services);
  const follow = useService((state) => state.follow);
  return (
    <div className={css["overview"]}>
      <Listed
        listing={services}
        load={follow}
        none={{ title: texts.service.none, next: texts.service.noneNext, shape: "off" }}
      >
        {(items) => items.map((service) => <ServiceCard key={service.name} service={service} />)}
      </Listed>
    </div>
  );
}
