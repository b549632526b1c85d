import type { ReactNode } from "react";
import type { ServiceOverview } from "../../../main/api/contract/index.ts";
import { formatCount } from "../../locales/format.ts";
import { texts } from "../../locales/texts.ts";
import { hrefTo } from "../../stores/route.ts";
import { ButtonLink } from "../../ui/button.tsx";
import { ProgressBar } from "../../ui/progress-bar.tsx";
import { StateShape } from "../../ui/state-shape.tsx";
import { useNow } from "../../ui/use-now.ts";
import { useMoment } from "../parts/use-moment.ts";
import { LastErrors } from "./last-errors.tsx";
import css from "./overview-section.module.css";
import { serviceView, signInWord } from "./service-words.ts";

/** One service: how it is, what that means, what to do, and its figures. */
export function ServiceCard({ service }: { readonly service: ServiceOverview }) {
  const { shape } = serviceView(service);
  return (
    <article className={css["service"]} data-state={shape} aria-label={service.name}>
      <Head service={service} />
      <Figures service={service} />
      <Facts service={service} />
      <LastErrors errors={service.lastErrors} />
    </article>
  );
}

function Head({ service }: { readonly service: ServiceOverview }) {
  const moment = useMoment();
  const words = texts.service.overview;
  const { shape, word, matter, next } = serviceView(service);
  const { since } = service;
  return (
    <header className={css["head"]}>
      <span className={css["shape"]}>
        <StateShape shape={shape} progress={0.35} />
      </span>
      <div role="status">
        <h2 className={css["title"]}>
          <span className={css["word"]}>{word}</span>
          <span className={css["name"]}>{service.name}</span>
          {since === null ? null : <span className={css["since"]}>{words.since(moment(since))}</span>}
        </h2>
        <p className={css["matter"]}>{matter}</p>
        <p className={css["next"]}>{next}</p>
      </div>
      <ButtonLink size="line" href={hrefTo({ screen: "service", section: "check" })}>
        {words.check}
      </ButtonLink>
    </header>
  );
}

function Figures({ service }: { readonly service: ServiceOverview }) {
  const words = texts.service.overview;
  const { queued, enrolled, parked, conflicts, changes, sentPerMinute, callsPerMinute, pacePerMinute } = service;
  const refused = parked - conflicts;
  return (
    <dl className={css["figures"]}>
      <Figure name={words.waiting} value={queued}>
        {changes === 0 ? words.waitingUnit : words.changes(formatCount(changes))}
      </Figure>
      <Figure name={words.person} value={parked}>
        {conflicts === 0 ? null : (
          <a href={hrefTo({ screen: "service", section: "conflicts" })}>{words.conflicts(formatCount(conflicts))}</a>
        )}
        {refused === 0 ? null : (
          <a href={hrefTo({ screen: "service", section: "parked" })}>{words.refused(formatCount(refused))}</a>
        )}
      </Figure>
      <Figure name={words.sent} value={sentPerMinute}>
        {words.perMinute}
      </Figure>
      <Figure name={words.calls} value={callsPerMinute}>
        <ProgressBar label={words.calls} value={callsPerMinute} total={pacePerMinute} />
        {words.pace(formatCount(pacePerMinute))}
      </Figure>
      <Figure name={words.enrolled} value={enrolled}>
        {words.waitingUnit}
      </Figure>
    </dl>
  );
}

interface FigureProps {
  readonly name: string;
  readonly value: number;
  readonly children: ReactNode;
}

const Figure = ({ name, value, children }: FigureProps) => (
  <div className={css["figure"]}>
    <dt>{name}</dt>
    <dd>
      <span className={css["number"]} data-zero={value === 0}>
        {formatCount(value)}
      </span>
      <span className={css["unit"]}>{children}</span>
    </dd>
  </div>
);

function Facts({ service }: { readonly service: ServiceOverview }) {
  const words = texts.service.overview;
  return (
    <dl className={css["facts"]}>
      <div>
        <dt>{words.host}</dt>
        <dd>{service.host}</dd>
      </div>
      <div>
        <dt>{words.auth}</dt>
        <dd>{signInWord(service.auth)}</dd>
      </div>
      {service.pausedUntil === null || service.state === "ok" ? null : (
        <div>
          <dt>{words.attempt}</dt>
          <dd>
            <Left until={Date.parse(service.pausedUntil)} />
          </dd>
        </div>
      )}
    </dl>
  );
}

function Left({ until }: { readonly until: number }) {
  const words = texts.service.overview;
  const seconds = Math.ceil((until - useNow(1000)) / 1000);
  if (seconds <= 0) return words.attemptNow;
  const minutes = String(Math.floor(seconds / 60));
  return words.attemptIn(`${minutes}:${String(seconds % 60).padStart(2, "0")}`);
}
