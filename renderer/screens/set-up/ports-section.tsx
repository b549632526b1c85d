import { Switch } from "@mantine/core";
import { useState } from "react";
import type { PortView } from "../../../main/api/contract/index.ts";
import { texts } from "../../locales/texts.ts";
import { useSetUp } from "../../stores/stores-context.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { deviceFacts, joined, portKey } from "./port-words.ts";
import { TableHead } from "../parts/table-head.tsx";
import css from "./ports-section.module.css";
import { Refused } from "../parts/refused.tsx";
import { Listed } from "../parts/listed.tsx";
import { Section } from "../parts/section.tsx";

export function PortsSection() {
  const ports = useSetUp((state) => state.ports);
  const load = useSetUp((state) => state.load);
  const problem = useSetUp((state) => state.portProblem);
  const words = texts.setUp.ports;
  return (
    <Section title={words.title} about={words.about}>
      <Refused problem={problem} />
      <Listed load={load} listing={ports} none={{ title: words.none, next: words.noneNext }}>
        {(items) => (
          <table className={css["table"]}>
            <TableHead names={[words.use, words.port, words.likely, words.slot]} />
            <tbody>
              {items.map((port) => (
                <PortRow key={portKey(port)} port={port} />
              ))}
            </tbody>
          </table>
        )}
      </Listed>
    </Section>
  );
}

function PortRow({ port }: { readonly port: PortView }) {
  const words = texts.setUp.ports;
  const { path, kind, location, allowed, likely } = port;
  const score = likely === null ? "" : words.score(likely.score);
  const facts = joined(score, deviceFacts(port, likely?.name ?? ""));
  return (
    <tr className={css["row"]} data-allowed={allowed}>
      <td>
        <Allow port={port} />
      </td>
      <th scope="row">
        <code className={css["path"]}>{path}</code>
        <span className={css["soft"]}>
          {joined(words.kinds[kind], location === undefined ? "" : words.socket(location))}
        </span>
      </th>
      <td>
        {likely === null ? <span>{words.unknown}</span> : <strong>{likely.name}</strong>}
        <span className={css["soft"]}>{facts}</span>
      </td>
      <td>
        <SlotName id={port.slot} />
      </td>
    </tr>
  );
}

/** The station answers with the list; until then the switch stands as it was pressed. */
function Allow({ port }: { readonly port: PortView }) {
  const words = texts.setUp.ports;
  const allowPort = useSetUp((state) => state.allowPort);
  const [wanted, setWanted] = useState<boolean | null>(null);
  const press = async (allowed: boolean) => {
    setWanted(allowed);
    await allowPort(port, allowed);
    setWanted(null);
  };
  return (
    <div className={css["allow"]}>
      <Switch
        aria-label={words.allow(port.path)}
        checked={wanted ?? port.allowed}
        disabled={wanted !== null}
        onChange={(event) => void press(event.currentTarget.checked)}
        classNames={{
          root: css["switch"] ?? "",
          body: css["body"] ?? "",
          track: css["track"] ?? "",
          thumb: css["thumb"] ?? "",
        }}
        withThumbIndicator={false}
        size="md"
      />
      {port.allowed ? <span>{words.allowed}</span> : <StateMark shape="skipped" word={words.skipped} />}
    </div>
  );
}

function SlotName({ id }: { readonly id: string | null }) {
  const name = useSetUp((state) => state.slots.items.find((slot) => slot.id === id)?.name);
  return <strong className={css["slot"]}>{id === null ? texts.setUp.ports.noSlot : (name ?? id)}</strong>;
}
