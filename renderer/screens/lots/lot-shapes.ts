import type { Lot } from "../../../main/api/contract/index.ts";
import type { ShapeName } from "../../ui/state-shape.tsx";

/** An open lot is being filled; a closed one is for good. */
export const lotShapes: Readonly<Record<Lot["state"], ShapeName>> = { open: "running", closed: "off" };
