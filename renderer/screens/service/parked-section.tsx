import { useEffect, useState } from "react";
import type { ParkedEntry, Problem } from "../../../main/api/contract/index.ts";
import { formatCount } from "../../locales/format.ts";
import { sentenceOf } from "../../locales/sentence-of.ts";
import { texts } from "../../locales/texts.ts";
import { hrefTo } from "../../stores/route.ts";
import type { Account } from "../../stores/service-store.ts";
import { useParked, useService } from "../../stores/stores-context.tsx";
import { Button } from "../../ui/button.tsx";
import { VisuallyHidden } from "../../ui/visually-hidden.tsx";
import { AskReason } from "../parts/ask-reason.tsx";
import { Listed } from "../parts/listed.tsx";
import { Pager } from "../parts/pager.tsx";
import { Section } from "../parts/section.tsx";
import css from "../parts/table.module.css";
import { useMoment } from "../parts/use-moment.ts";

const all = Symbol("all entries");
/** Its unit comes under another name once it is plugged in again: this entry is never sent. */
const renamed = "enrollment.renamed";

/** Entries that the service refused, each with its reason, to be tried again. */
export function ParkedSection() {
  const { list, offset, total, load, setOffset, rest } = useParked((state) => state);
  const [asked, setAsked] = useState<string | typeof all | null>(null);
  useEffect(() => {
    void load();
    return rest;
  }, [load, rest]);
  const words = texts.service.parked;
  const close = () => setAsked(null);
  return (
    <Section title={words.title} about={words.about}>
      {total < 2 ? null : (
        <div>
          {asked === all ? (
            <Retry ask={words.retryAllAsk(formatCount(total))} act={words.retryAll} of={null} onDone={close} />
          ) : (
            <Button size="line" onClick={() => setAsked(all)}>
              {words.retryAll}
            </Button>
          )}
        </div>
      )}
      <Listed listing={list} load={load} none={{ title: words.none, next: words.noneNext, shape: "pass" }}>
        {(items) => <Entries entries={items} asked={asked} onAsk={setAsked} />}
      </Listed>
      <Pager offset={offset} shown={list.items.length} total={total} onOffset={setOffset} />
    </Section>
  );
}

interface EntriesProps {
  readonly entries: readonly ParkedEntry[];
  /** Registration id of the entry that is asked about. */
  readonly asked: string | symbol | null;
  readonly onAsk: (registrationId: string | null) => void;
}

function Entries({ entries, asked, onAsk }: EntriesProps) {
  const words = texts.service.parked;
  return (
    <table className={css["table"]}>
      <thead>
        <tr>
          <th scope="col">{texts.service.conflicts.unit}</th>
          <th scope="col">{words.why}</th>
          <th scope="col">{words.attempts}</th>
          <th scope="col">{words.since}</th>
          <th scope="col">
            <VisuallyHidden>{words.retry}</VisuallyHidden>
          </th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <Entry key={entry.registrationId} entry={entry} open={asked === entry.registrationId} onAsk={onAsk} />
        ))}
      </tbody>
    </table>
  );
}

interface EntryProps {
  readonly entry: ParkedEntry;
  readonly open: boolean;
  readonly onAsk: (registrationId: string | null) => void;
}

function Entry({ entry, open, onAsk }: EntryProps) {
  const moment = useMoment();
  const words = texts.service.parked;
  const { registrationId, unit, code, detail, attempts, at } = entry;
  return (
    <>
      <tr>
        <th scope="row">
          <a className={css["unit"]} href={hrefTo({ screen: "unit", serialNumber: unit })}>
            {unit}
          </a>
        </th>
        <td>
          <Why unit={unit} code={code} detail={detail} />
        </td>
        <td className={css["nowrap"]}>{formatCount(attempts)}</td>
        <td className={css["nowrap"]}>{moment(at)}</td>
        <td className={`${css["nowrap"]} ${css["end"]}`}>
          {code === renamed ? null : (
            <Button
              aria-label={words.retryUnit(unit)}
              aria-expanded={open}
              onClick={() => onAsk(open ? null : registrationId)}
            >
              {words.retry}
            </Button>
          )}
        </td>
      </tr>
      {open ? (
        <tr>
          <td className={css["asked"]} colSpan={5}>
            <Retry ask={words.retryAsk(unit)} act={words.retry} of={registrationId} onDone={() => onAsk(null)} />
          </td>
        </tr>
      ) : null}
    </>
  );
}

/** The sentence, where the language in use has one; what was seen is for the engineer. */
function Why({ unit, code, detail }: Pick<ParkedEntry, "unit" | "code" | "detail">) {
  const next = texts.service.conflicts.renamedNext(unit);
  const sentence = code === renamed ? next : sentenceOf({ code, sentence: detail });
  return (
    <>
      {sentence}
      <span className={css["code"]}>{sentence === detail ? code : `${code} · ${detail}`}</span>
    </>
  );
}

interface RetryProps {
  readonly ask: string;
  readonly act: string;
  /** Null: all. */
  readonly of: string | null;
  readonly onDone: () => void;
}

function Retry({ ask, act, of, onDone }: RetryProps) {
  const retryParked = useService((state) => state.retryParked);
  const load = useParked((state) => state.load);
  const retry = async (account: Account): Promise<Problem | null> => {
    const problem = await retryParked(of, account);
    if (problem === null) {
      onDone();
      void load();
    }
    return problem;
  };
  return <AskReason ask={ask} act={act} onKeep={onDone} onAct={retry} />;
}
