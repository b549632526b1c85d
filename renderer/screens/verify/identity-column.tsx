import type { ReactNode } from "react";
import type { EnrollmentView, UnitDetail } from "../../../main/api/contract/index.ts";
import { formatDateTime } from "../../locales/format.ts";
import { texts } from "../../locales/texts.ts";
import { hrefTo } from "../../stores/route.ts";
import { Copyable } from "../../ui/copyable.tsx";
import { type Fact, FactList } from "../../ui/fact-list.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { enrollmentShapes } from "../parts/unit-shapes.ts";
import { EntryActs } from "./entry-acts.tsx";
import type { Act } from "./unit-acts.ts";
import css from "./unit-page.module.css";
import { heldWhy } from "./unit-verdict.ts";

/** Who the unit is, and what the provisioning service knows of it. */
interface IdentityColumnProps {
  readonly unit: UnitDetail;
  readonly onAsk: (act: Act) => void;
}

export const IdentityColumn = ({ unit, onAsk }: IdentityColumnProps) => (
  <div className={css["column"]}>
    <section className={css["section"]}>
      <h2 className={css["heading"]}>{texts.unit.identity}</h2>
      <FactList facts={identityFacts(unit)} />
    </section>
    <section className={css["section"]}>
      <h2 className={css["heading"]}>{texts.unit.enrollment}</h2>
      {unit.enrollmentDetail === null ? (
        <Group unit={unit} />
      ) : (
        <>
          <FactList facts={enrollmentFacts(unit.enrollmentDetail)} />
          <ToService unit={unit} />
          <EntryActs unit={unit} onAsk={onAsk} />
        </>
      )}
    </section>
  </div>
);

/** In place of an entry of its own: which group stands for the unit, and where. */
function Group({ unit: { enrollmentGroup: group } }: { readonly unit: UnitDetail }) {
  const { unit: words, units, service } = texts;
  if (group === null) return <p className={css["soft"]}>{units.none}</p>;
  return (
    <>
      <FactList
        facts={[
          {
            name: units.state,
            value: <StateMark shape={enrollmentShapes.group} word={service.unit.groupState} />,
          },
          { name: service.unit.group, value: copyable(group.id, service.unit.group) },
          { name: words.service, value: group.service },
          ...registrationFacts(group.registration),
        ]}
      />
      <p className={css["soft"]}>{service.unit.groupAbout}</p>
    </>
  );
}

/** What a person must decide about the entry is decided on the Service screen. */
function ToService({ unit: { enrollment, registrationId } }: { readonly unit: UnitDetail }) {
  const { conflicts, parked } = texts.service;
  if (enrollment === "conflict" && registrationId !== null) {
    return <a href={hrefTo({ screen: "service", section: "conflicts", registrationId })}>{conflicts.what}</a>;
  }
  if (enrollment === "rejected") return <a href={hrefTo({ screen: "service", section: "parked" })}>{parked.title}</a>;
  return null;
}

const copyable = (value: string, what: string, short = false): ReactNode => (
  <Copyable value={value} label={texts.frame.copy(what)} copiedLabel={texts.frame.copied} short={short} />
);

function identityFacts(unit: UnitDetail): Fact[] {
  const { registrationId, attestation, endorsementKey } = unit;
  const { unit: words, units } = texts;
  const facts: Fact[] = [
    { name: units.serialNumber, value: copyable(unit.serialNumber, units.serialNumber) },
    {
      name: words.registrationId,
      value: registrationId === null ? units.none : copyable(registrationId, words.registrationId),
    },
    { name: words.attestation, value: attestation === null ? units.none : texts.lot.attestations[attestation] },
  ];
  if (endorsementKey !== null) {
    facts.push({ name: words.endorsementKey, value: copyable(endorsementKey, words.endorsementKey, true) });
  }
  facts.push(
    { name: units.model, value: unit.model },
    { name: units.lot, value: <a href={hrefTo({ screen: "lot", lot: unit.lot, section: "units" })}>{unit.lot}</a> },
    { name: units.state, value: heldWhy(unit) || units.states[unit.state] },
  );
  return facts;
}

const entryShapes = { enabled: "pass", disabled: "off", deleted: "off" } as const;

function enrollmentFacts(enrollment: EnrollmentView): Fact[] {
  const { unit: words, units, service: atService } = texts;
  const { state, status, service, deviceId, attempts, code, detail, updatedAt, registration } = enrollment;
  const facts: Fact[] = [
    { name: units.state, value: <StateMark shape={enrollmentShapes[state]} word={units.enrollments[state]} /> },
    { name: words.service, value: `${service} · ${words.attempts(attempts)}` },
    { name: words.deviceId, value: copyable(deviceId, words.deviceId) },
    ...registrationFacts(registration),
    { name: units.updated, value: formatDateTime(Date.parse(updatedAt)) },
  ];
  if (status !== null) {
    const value = <StateMark shape={entryShapes[status]} word={atService.unit.statuses[status]} />;
    facts.splice(1, 0, { name: atService.unit.entry, value });
  }
  if (code !== null) facts.push({ name: texts.frame.code, value: copyable(code, texts.frame.code) });
  if (detail !== null) facts.push({ name: texts.line.detail, value: detail });
  return facts;
}

function registrationFacts(registration: EnrollmentView["registration"]): Fact[] {
  const { unit: words, units } = texts;
  return [
    { name: words.registered, value: registration === null ? words.notAsked : registrationSaid(registration) },
    { name: words.assignedHub, value: registration?.assignedHub ?? units.none },
  ];
}

function registrationSaid({ status, at }: NonNullable<EnrollmentView["registration"]>): string {
  const time = at === null ? Number.NaN : Date.parse(at);
  const word = texts.unit.registrations[status] ?? status;
  return Number.isNaN(time) ? word : `${word} · ${formatDateTime(time)}`;
}
