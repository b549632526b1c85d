import { useEffect, useState } from "react";
import { sentenceOf } from "../../locales/sentence-of.ts";
import { engineer, texts } from "../../locales/texts.ts";
import { useConnections, useServiceCheck } from "../../stores/stores-context.tsx";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { CheckResults, CheckVerdictLine } from "../parts/check-lines.tsx";
import { Section } from "../parts/section.tsx";
import { ConnectionCard } from "./connection-card.tsx";
import { ConnectionForm } from "./connection-form.tsx";
import css from "./settings-form.module.css";

/** The connections to provisioning services: added, changed, checked at once, removed. */
export function ServiceSection() {
  const words = engineer.connections;
  const { list, load, cancel } = useConnections((state) => state);
  const stopCheck = useServiceCheck((state) => state.cancel);
  useEffect(() => {
    void load();
    return () => {
      cancel();
      stopCheck();
    };
  }, [load, cancel, stopCheck]);
  return (
    <div>
      <Section title={words.title} about={words.about}>
        {list.value === null ? (
          list.status === "failed" && list.problem !== null ? (
            <EmptyState shape="fail" title={sentenceOf(list.problem)} next={list.problem.code}>
              <Button onClick={() => void load()}>{texts.frame.tryAgain}</Button>
            </EmptyState>
          ) : (
            <EmptyState shape="running" title={texts.frame.reading} />
          )
        ) : (
          <Connections />
        )}
      </Section>
    </div>
  );
}

function Connections() {
  const words = engineer.connections;
  const connections = useConnections((state) => state.list.value?.connections ?? []);
  const proxy = useConnections((state) => state.list.value?.proxy ?? null);
  const run = useServiceCheck((state) => state.run);
  const [added, setAdded] = useState(0);
  const check = (name: string) => void run(name, false);
  return (
    <>
      {connections.length === 0 ? (
        <EmptyState shape="waiting" title={words.none} next={words.noneNext} />
      ) : (
        <ul className={css["cards"]}>
          {connections.map((connection) => (
            <ConnectionCard key={connection.name} connection={connection} onCheck={check} />
          ))}
        </ul>
      )}
      <p className={css["soft"]}>
        {words.proxy}: {proxy ?? words.noProxy}. {words.proxyHint}
      </p>
      <Check />
      <section className={css["group"]} aria-label={words.add}>
        <h3 className={css["heading"]}>{words.add}</h3>
        <ConnectionForm
          key={added}
          known={null}
          onSaved={(name) => {
            setAdded(added + 1);
            check(name);
          }}
        />
      </section>
    </>
  );
}

/** The way to a service, step by step; of the last one that was looked at. */
function Check() {
  const status = useServiceCheck((state) => state.status);
  const service = useServiceCheck((state) => state.service);
  const results = useServiceCheck((state) => state.results);
  if (status === "idle") return null;
  const title = engineer.connections.checkTitle(service);
  return (
    <section className={css["group"]} aria-label={title}>
      <h3 className={css["heading"]}>{title}</h3>
      <CheckVerdictLine />
      {results.length === 0 ? null : <CheckResults results={results} />}
    </section>
  );
}
