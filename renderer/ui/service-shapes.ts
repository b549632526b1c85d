import type { ShapeName } from "./state-shape.tsx";

/** The provisioning service as the station finds it. */
export const serviceShapes: Readonly<Record<"ok" | "busy" | "unreachable" | "refused" | "none", ShapeName>> = {
  ok: "pass",
  busy: "running",
  unreachable: "attention",
  refused: "fail",
  none: "off",
};
