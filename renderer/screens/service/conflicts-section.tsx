import { useEffect } from "react";
import type { ServiceConflict } from "../../../main/api/contract/index.ts";
import { texts } from "../../locales/texts.ts";
import { hrefTo } from "../../stores/route.ts";
import { useConflicts } from "../../stores/stores-context.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { fieldName } from "../parts/field-name.ts";
import { Listed } from "../parts/listed.tsx";
import { Pager } from "../parts/pager.tsx";
import { Section } from "../parts/section.tsx";
import { TableHead } from "../parts/table-head.tsx";
import css from "../parts/table.module.css";
import { useMoment } from "../parts/use-moment.ts";

/** Entries of the service that contradict the records, for a person to decide. */
export function ConflictsSection() {
  const { list, offset, total, load, setOffset, rest } = useConflicts((state) => state);
  useEffect(() => {
    void load();
    return rest;
  }, [load, rest]);
  const words = texts.service.conflicts;
  return (
    <Section title={words.title} about={words.about}>
      <Listed listing={list} load={load} none={{ title: words.none, next: words.noneNext, shape: "pass" }}>
        {(items) => (
          <table className={`${css["table"]} ${css["fixed"]}`}>
            <TableHead names={[words.unit, words.differs, words.since, words.state]} />
            <tbody>
              {items.map((conflict) => (
                <Row key={conflict.registrationId} conflict={conflict} />
              ))}
            </tbody>
          </table>
        )}
      </Listed>
      <Pager offset={offset} shown={list.items.length} total={total} onOffset={setOffset} />
    </Section>
  );
}

function Row({ conflict }: { readonly conflict: ServiceConflict }) {
  const moment = useMoment();
  const words = texts.service.conflicts;
  const { registrationId, unit, differences, at, solving } = conflict;
  return (
    <tr>
      <th scope="row">
        <a className={css["unit"]} href={hrefTo({ screen: "service", section: "conflicts", registrationId })}>
          {unit}
        </a>
        {unit.toLowerCase() === registrationId ? null : (
          <span className={`${css["code"]} ${css["short"]}`} title={registrationId}>
            {registrationId}
          </span>
        )}
      </th>
      <td>{differences.length === 0 ? words.hidden : differences.map(({ field }) => fieldName(field)).join(", ")}</td>
      <td className={css["nowrap"]}>{moment(at)}</td>
      <td className={css["nowrap"]}>
        <StateMark shape={solving === null ? "fail" : "waiting"} word={solving === null ? words.open : words.solving} />
      </td>
    </tr>
  );
}
