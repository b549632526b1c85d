import { TextInput } from "@mantine/core";
import { Fragment, useLayoutEffect, useState } from "react";
import type { ConflictSolution, EnrollmentChange, ServiceConflict } from "../../../main/api/contract/index.ts";
import { sentenceOf } from "../../locales/sentence-of.ts";
import { texts } from "../../locales/texts.ts";
import { hrefTo } from "../../stores/route.ts";
import type { Account } from "../../stores/service-store.ts";
import { useConflict, useService } from "../../stores/stores-context.tsx";
import { Button } from "../../ui/button.tsx";
import { Copyable } from "../../ui/copyable.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { ActOutcome } from "../parts/act-outcome.tsx";
import { changeShapes } from "../parts/change-words.ts";
import { AskReason } from "../parts/ask-reason.tsx";
import { fieldName, valueName } from "../parts/field-name.ts";
import { TableHead } from "../parts/table-head.tsx";
import css from "./conflict-page.module.css";
import table from "../parts/table.module.css";
import { useMoment } from "../parts/use-moment.ts";

/** One conflict: what differs, and what can be done about it. */
export function ConflictPage({ registrationId }: { readonly registrationId: string }) {
  const { list, load, rest } = useConflict((state) => state);
  const [change, setChange] = useState<EnrollmentChange | null>(null);
  // Before anything is painted: the store may still have the conflict that was open last.
  useLayoutEffect(() => {
    void load(registrationId);
    return rest;
  }, [load, rest, registrationId]);
  const words = texts.service.conflicts;
  const conflict = list.items.find((one) => one.registrationId === registrationId);
  return (
    <div className={css["page"]}>
      <a className={css["back"]} href={hrefTo({ screen: "service", section: "conflicts" })}>
        ‹ {words.back}
      </a>
      {conflict === undefined ? (
        <Missing registrationId={registrationId} change={change} />
      ) : (
        <>
          <Conflict conflict={conflict} change={change} onChange={setChange} />
          <ActOutcome change={change} />
        </>
      )}
    </div>
  );
}

/** Solved, here or elsewhere; or it cannot be read. */
function Missing({ registrationId, change }: Pick<ConflictProps, "change"> & { readonly registrationId: string }) {
  const { list, load } = useConflict((state) => state);
  const words = texts.service.conflicts;
  if (list.status === "failed" && list.problem !== null) {
    return (
      <EmptyState shape="fail" title={sentenceOf(list.problem)} next={list.problem.code}>
        <Button onClick={() => void load(registrationId)}>{texts.frame.tryAgain}</Button>
      </EmptyState>
    );
  }
  if (list.status !== "ready") return <EmptyState shape="running" title={texts.frame.reading} />;
  if (change === null) return <EmptyState shape="pass" title={words.gone} next={words.goneNext} />;
  const { act, changes } = texts.service;
  const isRenamed = change.act === "rename" && change.state === "done";
  return (
    <EmptyState
      shape={isRenamed ? "attention" : changeShapes[change.state]}
      title={act[change.state](changes.acts[change.act])}
      next={isRenamed ? words.renamedNext(change.unit) : `${change.unit} · ${change.reason}`}
    />
  );
}

interface ConflictProps {
  readonly conflict: ServiceConflict;
  /** What was just done about it. */
  readonly change: EnrollmentChange | null;
  readonly onChange: (change: EnrollmentChange) => void;
}

function Conflict({ conflict, change, onChange }: ConflictProps) {
  const moment = useMoment();
  const words = texts.service.conflicts;
  const { registrationId, unit, service, at, code, detail, differences, solving } = conflict;
  return (
    <>
      <header className={css["header"]}>
        <h2 className={css["title"]}>{words.heading(unit)}</h2>
        <p className={css["soft"]}>
          {[service, moment(at), ...(differences.length === 0 ? [detail] : [])].join(" · ")}
        </p>
        <div className={css["codes"]}>
          <Copyable value={registrationId} label={texts.frame.copy(registrationId)} copiedLabel={texts.frame.copied} />
          <Copyable value={code} label={texts.frame.copy(texts.frame.code)} copiedLabel={texts.frame.copied} />
          <a href={hrefTo({ screen: "unit", serialNumber: unit })}>{texts.line.unitPage}</a>
        </div>
      </header>
      <Differences conflict={conflict} />
      {solving === null ? (
        <Solutions conflict={conflict} onChange={onChange} />
      ) : change !== null ? null : (
        <StateMark shape="waiting" word={`${words.solving}: ${texts.service.changes.acts[solving]}`} />
      )}
    </>
  );
}

function Differences({ conflict: { differences } }: { readonly conflict: ServiceConflict }) {
  const words = texts.service.conflicts;
  if (differences.length === 0) return <p>{words.hidden}</p>;
  return (
    <table className={`${table["table"]} ${css["differences"]}`}>
      <TableHead names={[words.field, words.ours, words.theirs]} />
      <tbody>
        {differences.map(({ field, ours, theirs }) => (
          <tr key={field}>
            <th scope="row">{breakable(fieldName(field))}</th>
            <td>
              <code>{valueName(ours)}</code>
            </td>
            <td>
              <code>{valueName(theirs)}</code>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A field's name may go on in the next line after each of its dots. */
const breakable = (field: string) =>
  field.split(/(?<=\.)/).map((part) => (
    <Fragment key={part}>
      {part}
      <wbr />
    </Fragment>
  ));

function Solutions({ conflict, onChange }: Omit<ConflictProps, "change">) {
  const words = texts.service.conflicts;
  const [chosen, setChosen] = useState<ConflictSolution | null>(null);
  return (
    <section className={css["solutions"]}>
      <h3 className={css["heading"]}>{words.what}</h3>
      <ul className={css["choices"]}>
        {conflict.can.map((how) => (
          <li key={how} className={css["choice"]}>
            <Button
              look={how === "retry" ? "plain" : "danger"}
              aria-expanded={how === chosen}
              onClick={() => setChosen(how === chosen ? null : how)}
            >
              {texts.service.changes.acts[how]}
            </Button>
            <span>{words.solutionsMean[how]}</span>
            {how === chosen ? (
              <div className={css["asked"]}>
                {how === "rename" ? (
                  <Rename conflict={conflict} onChange={onChange} onKeep={() => setChosen(null)} />
                ) : (
                  <Solve conflict={conflict} how={how} onChange={onChange} onKeep={() => setChosen(null)} />
                )}
              </div>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

type PlainSolution = Exclude<ConflictSolution, "rename">;

/** The second question, where something is overwritten or given up. */
function lastOf(how: PlainSolution): { readonly ask: string; readonly act: string } | undefined {
  const words = texts.service.conflicts;
  switch (how) {
    case "replace":
      return { ask: words.replaceSure, act: words.replaceLast };
    case "adopt":
      return { ask: words.adoptSure, act: words.adoptLast };
    case "reject":
      return { ask: words.rejectSure, act: words.rejectLast };
    case "retry":
      return undefined;
  }
}

interface AskProps extends Omit<ConflictProps, "change"> {
  readonly onKeep: () => void;
}

/** Does it, and shows what became of it; the problem if it was refused. */
function useSolve({ conflict, onChange, onKeep }: AskProps, how: ConflictSolution) {
  const solve = useService((state) => state.solve);
  const load = useConflict((state) => state.load);
  return async (account: Account, newRegistrationId?: string) => {
    const { change, problem } = await solve(conflict.registrationId, how, account, newRegistrationId);
    if (change !== null) {
      onChange(change);
      onKeep();
      void load(conflict.registrationId);
    }
    return problem;
  };
}

function Solve({ how, ...props }: AskProps & { readonly how: PlainSolution }) {
  const solve = useSolve(props, how);
  const act = texts.service.changes.acts[how];
  return (
    <AskReason
      ask={`${act}: ${props.conflict.unit}`}
      act={act}
      last={lastOf(how)}
      onKeep={props.onKeep}
      onAct={(account) => solve(account)}
    />
  );
}

/** Also asks for the new name, and says it again before it is given. */
function Rename(props: AskProps) {
  const solve = useSolve(props, "rename");
  const [name, setName] = useState(props.conflict.suggested ?? "");
  const words = texts.service.conflicts;
  const act = texts.service.changes.acts.rename;
  const typed = name.trim().toLowerCase();
  return (
    <AskReason
      ask={`${act}: ${props.conflict.unit}`}
      act={act}
      last={{ ask: words.renameSure(typed), act: words.renameLast(typed) }}
      besides={{
        isMissing: typed === "",
        field: (
          <TextInput
            label={words.newId}
            description={words.newIdHint}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={typed === "" ? words.newIdMissing : null}
            inputWrapperOrder={["label", "input", "description", "error"]}
            maxLength={128}
            size="md"
            autoComplete="off"
            spellCheck={false}
            required
          />
        ),
      }}
      onKeep={props.onKeep}
      onAct={(account) => solve(account, typed)}
    />
  );
}
