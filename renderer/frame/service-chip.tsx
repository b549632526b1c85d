import { texts } from "../locales/texts.ts";
import { isKiosk } from "../stores/fixture-store.ts";
import { hrefTo, useRoute } from "../stores/route.ts";
import { useFixture, useStation } from "../stores/stores-context.tsx";
import { serviceShapes } from "../ui/service-shapes.ts";
import { StateMark } from "../ui/state-mark.tsx";
import { StateShape } from "../ui/state-shape.tsx";
import { VisuallyHidden } from "../ui/visually-hidden.tsx";
import css from "./service-chip.module.css";

/**
 * The service being away stops nobody: the queue takes the load, and the count says so. Leads to the Service screen, where the screen is not
 * locked to the Line.
 */
export function ServiceChip() {
  const code = useStation((state) => state.service?.code ?? null);
  const kiosk = useFixture(isKiosk);
  const { screen } = useRoute();
  if (kiosk) {
    return (
      <span className={css["chip"]} title={code ?? ""}>
        <Said />
      </span>
    );
  }
  return (
    <a
      className={css["chip"]}
      href={hrefTo({ screen: "service", section: "overview" })}
      title={code ?? "Alt+6"}
      aria-keyshortcuts="Alt+6"
      aria-current={screen === "service" ? "page" : undefined}
    >
      <Said />
    </a>
  );
}

function Said() {
  const service = useStation((state) => state.service);
  const { queue, parked, serviceStates } = texts.frame;
  return (
    <>
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
    </>
  );
}
