import { useEffect } from "react";
import { texts } from "../../locales/texts.ts";
import { useChanges } from "../../stores/stores-context.tsx";
import { ChangesTable } from "../parts/changes-table.tsx";
import { Listed } from "../parts/listed.tsx";
import { Pager } from "../parts/pager.tsx";
import { Section } from "../parts/section.tsx";

/** What people had done at the service. */
export function ChangesSection() {
  const { list, offset, total, load, setOffset, rest } = useChanges((state) => state);
  useEffect(() => {
    void load();
    return rest;
  }, [load, rest]);
  const words = texts.service.changes;
  return (
    <Section title={words.title} about={words.about}>
      <Listed listing={list} load={load} none={{ title: words.none, next: words.noneNext }}>
        {(items) => <ChangesTable changes={items} />}
      </Listed>
      <Pager offset={offset} shown={list.items.length} total={total} onOffset={setOffset} />
    </Section>
  );
}
