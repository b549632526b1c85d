import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import type { PracticeCall } from "../../../main/api/contract/index.ts";
import { formatStepTime, formatTime } from "../../locales/format.ts";
import { texts } from "../../locales/texts.ts";
import { usePracticeCalls } from "../../stores/stores-context.tsx";
import { StateShape } from "../../ui/state-shape.tsx";
import { Toggle } from "../../ui/toggle.tsx";
import { Listed } from "../parts/listed.tsx";
import css from "./calls-section.module.css";

/** What reached the practice service, as it comes. */
export function CallsSection() {
  const { list, held, follow, hold, rest } = usePracticeCalls((state) => state);
  useEffect(() => {
    void follow();
    return rest;
  }, [follow, rest]);
  const words = texts.service.calls;
  return (
    <section className={css["section"]}>
      <header className={css["header"]}>
        <div>
          <h2 className={css["title"]}>{words.title}</h2>
          <p className={css["soft"]}>{words.about}</p>
        </div>
        <Toggle label={words.hold} checked={held} onChange={hold} />
      </header>
      <Listed listing={list} load={follow} none={{ title: words.none, next: words.noneNext }}>
        {(items) => <Calls calls={items} />}
      </Listed>
    </section>
  );
}

const rowHeight = 32;
const columns = ["at", "api", "method", "path", "status", "took", "fault"] as const;

/** Of five hundred rows only those in sight are drawn. */
function Calls({ calls }: { readonly calls: readonly PracticeCall[] }) {
  const scroller = useRef<HTMLDivElement>(null);
  // oxlint-disable-next-line react/incompatible-library -- its answers are used here alone, anew at every drawing
  const rows = useVirtualizer({
    count: calls.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const words = texts.service.calls;
  return (
    <div className={css["table"]} role="table" aria-label={words.title} aria-rowcount={calls.length + 1}>
      <div role="rowgroup">
        <div className={`${css["row"]} ${css["head"]}`} role="row" aria-rowindex={1}>
          {columns.map((name) => (
            <span key={name} role="columnheader">
              {words[name]}
            </span>
          ))}
        </div>
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keys */}
      <div ref={scroller} className={css["rows"]} role="rowgroup" tabIndex={0} aria-label={words.title}>
        <div className={css["all"]} role="presentation" style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ index, start }) => {
            const call = calls[index];
            return call === undefined ? null : <Call key={index} call={call} index={index} start={start} />;
          })}
        </div>
      </div>
    </div>
  );
}

interface CallProps {
  readonly call: PracticeCall;
  readonly index: number;
  /** From the top of the list, px. */
  readonly start: number;
}

function Call({ call, index, start }: CallProps) {
  const { at, api, method, path, status, errorCode, ms, fault } = call;
  const refused = status >= 400 || status === 0;
  return (
    <div
      className={css["row"]}
      data-refused={refused}
      role="row"
      aria-rowindex={index + 2}
      style={{ transform: `translateY(${start}px)` }}
    >
      <span role="cell">{formatTime(Date.parse(at))}</span>
      <span role="cell">{texts.service.calls.apis[api]}</span>
      <span role="cell">{method}</span>
      <span role="cell" className={css["path"]} title={path}>
        {path}
      </span>
      <span role="cell" className={css["status"]}>
        {refused ? <StateShape shape="fail" /> : null}
        {errorCode === null ? status : `${status} · ${errorCode}`}
      </span>
      <span role="cell">{formatStepTime(Math.round(ms))}</span>
      <span role="cell" title={fault ?? undefined}>
        {fault ?? ""}
      </span>
    </div>
  );
}
