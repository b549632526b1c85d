import { texts } from "../locales/texts.ts";
import { hrefTo, useRoute } from "../stores/route.ts";
import { useStation } from "../stores/stores-context.tsx";
import { serviceShapes } from "../ui/service-shapes.ts";
import { StateMark } from "../ui/state-mark.tsx";
import { StateShape } from "../ui/state-shape.tsx";
import { VisuallyHidden } from "../ui/visually-hidden.tsx";
import css from "./service-chip.module.css";

/**
 * The service being away stops nobody: the queue takes the load, and the count says so. Leads to the Service screen.
 */
export function ServiceChip() {
  const service = useStation((state) => state.service);
  const { screen } = useRoute();
  const { queue, parked, serviceStates } = texts.frame;
  return (
    <a
      className={css["chip"]}
      href={hrefTo({ screen: "service", section: "overview" })}
      title={service?.code ?? "Alt+6"}
      aria-keyshortcuts="Alt+6"
      aria-current={screen === "service" ? "page" : undefined}
    >
      <VisuallyHidden>{texts.frame.service}</VisuallyHidden>
      <span className={css["said"]} role="status">
        {service === null ? null : (
          <>
            <StateMark shape={serviceShapes[service.state]} word={serviceStates[service.state]} />
            <span className={css["queue"]}>{queue(service.queued)}</span>
            {service.parked === 0 ? null : (
              <span className={css["parked"]} title={parked(service.parked)}>
                <span className={css["short"]} aria-hidden="true">
                  <StateShape shape="attention" /> {service.parked}
                </span>
                <span className={css["long"]}>{parked(service.parked)}</span>
              </span>
            )}
          </>
        )}
      </span>
    </a>
  );
}
