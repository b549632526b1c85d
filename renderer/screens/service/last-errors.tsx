import { useState } from "react";
import type { ServiceError } from "../../../main/api/contract/index.ts";
import { texts } from "../../locales/texts.ts";
import { Button } from "../../ui/button.tsx";
import { Copyable } from "../../ui/copyable.tsx";
import { FactList } from "../../ui/fact-list.tsx";
import { useMoment } from "../parts/use-moment.ts";
import css from "./overview-section.module.css";
import { errorSentence } from "./service-words.ts";

/** What went wrong lately, newest first; the service's own words behind a press. */
export function LastErrors({ errors }: { readonly errors: readonly ServiceError[] }) {
  const words = texts.service.overview;
  return (
    <section>
      <h3 className={css["heading"]}>{words.errors}</h3>
      {errors.length === 0 ? <p className={css["soft"]}>{words.noErrors}</p> : null}
      <ol className={css["errors"]}>
        {errors.map((error) => (
          <LastError key={`${error.at} ${error.code} ${error.registrationId ?? ""}`} error={error} />
        ))}
      </ol>
    </section>
  );
}

function LastError({ error }: { readonly error: ServiceError }) {
  const moment = useMoment();
  const words = texts.service.overview;
  const { frame } = texts;
  const [open, setOpen] = useState(false);
  const { at, code } = error;
  return (
    <li className={css["error"]}>
      <time className={css["soft"]} dateTime={at}>
        {moment(at)}
      </time>
      <span className={css["sentence"]}>{errorSentence(error)}</span>
      <Copyable value={code} label={frame.copy(frame.code)} copiedLabel={frame.copied} />
      <Button aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? words.hide : words.details}
      </Button>
      {open ? (
        <div className={css["more"]}>
          <FactList facts={detailsOf(error)} />
        </div>
      ) : null}
    </li>
  );
}

function detailsOf({ message, trackingId, registrationId }: ServiceError) {
  const words = texts.service.overview;
  const copyable = (value: string | null, name: string) =>
    value === null
      ? []
      : [
          {
            name,
            value: <Copyable value={value} label={texts.frame.copy(name)} copiedLabel={texts.frame.copied} />,
          },
        ];
  return [
    { name: words.said, value: message },
    ...copyable(trackingId, words.trackingId),
    ...copyable(registrationId, words.registrationId),
  ];
}
