import { useEffect, useState } from "react";
import type { PracticeHubDevice } from "../../../main/api/contract/index.ts";
import { formatCount } from "../../locales/format.ts";
import { texts } from "../../locales/texts.ts";
import { hrefTo } from "../../stores/route.ts";
import { useHubDevices } from "../../stores/stores-context.tsx";
import { Button } from "../../ui/button.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { VisuallyHidden } from "../../ui/visually-hidden.tsx";
import { Listed } from "../parts/listed.tsx";
import { Section } from "../parts/section.tsx";
import table from "../parts/table.module.css";
import { useMoment } from "../parts/use-moment.ts";
import css from "./hub-section.module.css";

/** Where a rehearsal ends: the devices at the practice hubs, each with its twin. */
export function HubSection() {
  const { list, follow, rest } = useHubDevices((state) => state);
  useEffect(() => {
    void follow();
    return rest;
  }, [follow, rest]);
  const words = texts.service.hub;
  return (
    <Section title={words.title} about={words.about}>
      <Listed listing={list} load={follow} none={{ title: words.none, next: words.noneNext }}>
        {(items) => (
          <table className={table["table"]}>
            <thead>
              <tr>
                {(["device", "hub", "state", "seen", "messages"] as const).map((name) => (
                  <th key={name} scope="col">
                    {words[name]}
                  </th>
                ))}
                <th scope="col">
                  <VisuallyHidden>{words.twin}</VisuallyHidden>
                </th>
              </tr>
            </thead>
            <tbody>
              {items.map((device) => (
                <Device key={`${device.hub} ${device.deviceId}`} device={device} />
              ))}
            </tbody>
          </table>
        )}
      </Listed>
    </Section>
  );
}

function Device({ device }: { readonly device: PracticeHubDevice }) {
  const words = texts.service.hub;
  const moment = useMoment();
  const [open, setOpen] = useState(false);
  const { hub, deviceId, isConnected, lastSeenAt, messages, lastMessage, twin } = device;
  return (
    <>
      <tr>
        <th scope="row">
          <a className={table["unit"]} href={hrefTo({ screen: "unit", serialNumber: deviceId.toUpperCase() })}>
            {deviceId}
          </a>
        </th>
        <td>{hub}</td>
        <td>
          <StateMark shape={isConnected ? "pass" : "off"} word={isConnected ? words.connected : words.away} />
        </td>
        <td className={table["nowrap"]}>{lastSeenAt === null ? texts.units.none : moment(lastSeenAt)}</td>
        <td title={lastMessage ?? undefined}>{formatCount(messages)}</td>
        <td className={`${table["nowrap"]} ${table["end"]}`}>
          <Button aria-label={words.twinOf(deviceId)} aria-expanded={open} onClick={() => setOpen(!open)}>
            {words.twin}
          </Button>
        </td>
      </tr>
      {open ? (
        <tr>
          <td className={table["asked"]} colSpan={6}>
            {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keys */}
            <pre className={css["twin"]} tabIndex={0}>
              {JSON.stringify(twin, null, 2)}
            </pre>
          </td>
        </tr>
      ) : null}
    </>
  );
}
