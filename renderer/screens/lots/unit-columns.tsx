import type { ReactNode } from "react";
import type { UnitRow } from "../../../main/api/contract/index.ts";
import { formatCount, formatDateTime } from "../../locales/format.ts";
import { texts } from "../../locales/texts.ts";
import { StateMark } from "../../ui/state-mark.tsx";
import type { TableColumn } from "../../ui/virtual-row.tsx";
import { enrollmentShapes, outcomeShapes } from "../parts/unit-shapes.ts";

/** In the order of the table; the serial number is always there. */
export const unitColumns = [
  "serial-number",
  "result",
  "state",
  "enrollment",
  "registration-id",
  "hub",
  "runs",
  "updated",
] as const;
export type UnitColumn = (typeof unitColumns)[number];

const atFirst: readonly UnitColumn[] = ["serial-number", "result", "state", "enrollment", "registration-id", "updated"];

/** Of names with blanks between them; null for the choice that nobody made. */
export function chosenColumns(names: string | null): readonly UnitColumn[] {
  if (names === null) return atFirst;
  const wanted = names.split(" ");
  return unitColumns.filter((key, at) => at === 0 || wanted.includes(key));
}

interface Shown {
  readonly title: () => string;
  readonly width: string;
  readonly sortable: boolean;
  readonly cell: (unit: UnitRow) => ReactNode;
}

const shown: Readonly<Record<UnitColumn, Shown>> = {
  "serial-number": {
    title: () => texts.units.serialNumber,
    width: "minmax(130px, 1.2fr)",
    sortable: true,
    cell: ({ serialNumber }) => serialNumber,
  },
  result: {
    title: () => texts.units.result,
    width: "minmax(120px, 1fr)",
    sortable: false,
    cell: ({ lastOutcome }) =>
      lastOutcome === null ? (
        texts.units.none
      ) : (
        <StateMark shape={outcomeShapes[lastOutcome]} word={texts.units.outcomes[lastOutcome]} />
      ),
  },
  state: {
    title: () => texts.units.state,
    width: "minmax(110px, 1fr)",
    sortable: false,
    cell: ({ state }) => texts.units.states[state],
  },
  enrollment: {
    title: () => texts.units.enrollment,
    width: "minmax(120px, 1fr)",
    sortable: false,
    cell: ({ enrollment }) =>
      enrollment === null ? (
        texts.units.none
      ) : (
        <StateMark shape={enrollmentShapes[enrollment]} word={texts.units.enrollments[enrollment]} />
      ),
  },
  "registration-id": {
    title: () => texts.unit.registrationId,
    width: "minmax(140px, 1.6fr)",
    sortable: false,
    cell: ({ registrationId }) => registrationId ?? texts.units.none,
  },
  hub: {
    title: () => texts.units.hub,
    width: "minmax(120px, 1.2fr)",
    sortable: false,
    cell: ({ assignedHub }) => assignedHub ?? texts.units.none,
  },
  runs: {
    title: () => texts.lots.units.runs,
    width: "70px",
    sortable: false,
    cell: ({ runs }) => formatCount(runs),
  },
  updated: {
    title: () => texts.units.updated,
    width: "minmax(170px, 1fr)",
    sortable: false,
    cell: ({ updatedAt }) => formatDateTime(Date.parse(updatedAt)),
  },
};

export const unitTableColumns = (keys: readonly UnitColumn[]): readonly TableColumn<UnitRow>[] =>
  keys.map((key) => ({ key, ...shown[key], title: shown[key].title() }));
