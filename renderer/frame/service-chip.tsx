import type { ServiceStatus } from "../../main/api/contract/index.ts";
import { texts } from "../locales/texts.ts";
import { useStation } from "../stores/stores-context.tsx";
import { StateMark } from "../ui/state-mark.tsx";
import type { ShapeName } from "../ui/state-shape.tsx";
import css from "./service-chip.module.css";

const shapes: Readonly<Record<ServiceStatus["state"], ShapeName>> = {
  ok: "pass",
  busy: "running",
  unreachable: "attention",
  refused: "fail",
  none: "off",
};

/** The service being away stops nobody: the queue takes the load, and the count says so. */
export function ServiceChip() {
  const service = useStation((state) => state.service);
  if (service === null) return <div className={css["chip"]} />;
  const { queue, parked, serviceStates } = texts.frame;
  return (
    <div className={css["chip"]} role="status" aria-label={texts.frame.service} title={service.code ?? undefined}>
      <StateMark shape={shapes[service.state]} word={serviceStates[service.state]} />
      <span className={css["queue"]}>{queue(service.queued)}</span>
      {service.parked === 0 ? null : <span className={css["queue"]}>{parked(service.parked)}</span>}
    </div>
  );
}
