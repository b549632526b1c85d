import { Select, TextInput } from "@mantine/core";
import { type FormEvent, type KeyboardEvent, useEffect, useState } from "react";
import type { OperatorView, Problem, Role } from "../../../main/api/contract/index.ts";
import { texts } from "../../locales/texts.ts";
import { useSetUp, useStation } from "../../stores/stores-context.tsx";
import { AskTwice } from "../../ui/ask-twice.tsx";
import { Button } from "../../ui/button.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { Listed } from "../parts/listed.tsx";
import { Refused } from "../parts/refused.tsx";
import { Section } from "../parts/section.tsx";
import css from "./people-section.module.css";

const roles: readonly Role[] = ["operator", "qa", "lead", "engineer"];

/** Who works at the station; read again when somebody else has signed in, who may see it or may not. */
export function PeopleSection() {
  const who = useStation((state) => `${state.session?.operator?.name ?? ""} ${state.session?.locked === true}`);
  return <People key={who} />;
}

function People() {
  const people = useSetUp((state) => state.people);
  const load = useSetUp((state) => state.loadPeople);
  useEffect(() => void load(), [load]);
  const words = texts.people.setUp;
  return (
    <Section title={words.title} about={words.about}>
      {people.status === "ready" ? <PersonForm key={people.items.length} people={people.items} /> : null}
      <Listed load={load} listing={people} none={{ title: words.none, next: words.noneNext }}>
        {(items) => (
          <ul className={css["people"]}>
            {items.map((person) => (
              <PersonRow key={person.name} person={person} />
            ))}
          </ul>
        )}
      </Listed>
    </Section>
  );
}

/** Adds somebody; the name of somebody who is there changes role, PIN or badge. */
function PersonForm({ people }: { readonly people: readonly OperatorView[] }) {
  const words = texts.people.setUp;
  const put = useSetUp((state) => state.putPerson);
  const [name, setName] = useState("");
  const [chosen, setRole] = useState<Role | null>(null);
  const [pin, setPin] = useState("");
  const [badge, setBadge] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
  const known = people.find((one) => one.active && one.name.toLowerCase() === name.trim().toLowerCase());
  const role = chosen ?? known?.role ?? (people.length === 0 ? "engineer" : "operator");
  const pinWrong = pin !== "" && !/^\d{6,12}$/.test(pin);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === "" || pinWrong) return;
    const secrets = { ...(pin === "" ? {} : { pin }), ...(badge.trim() === "" ? {} : { badge: badge.trim() }) };
    setProblem(await put({ name: name.trim(), role, ...secrets }, known !== undefined));
    setPin("");
    setBadge("");
  };
  return (
    <form className={css["form"]} onSubmit={(event) => void submit(event)} noValidate>
      <TextInput
        label={words.name}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        maxLength={64}
        size="md"
        autoComplete="off"
        spellCheck={false}
      />
      <RoleChoice role={role} onChange={setRole} />
      <SecretField
        words={{ label: words.pin, hint: words.pinHint }}
        value={pin}
        error={pinWrong ? words.pinWrong : null}
        onChange={setPin}
      />
      <SecretField
        words={{ label: words.badge, hint: words.badgeHint }}
        value={badge}
        error={null}
        onChange={setBadge}
      />
      <div className={css["send"]}>
        <Button type="submit" look="primary" disabled={name.trim() === "" || pinWrong}>
          {known === undefined ? words.add : words.change(known.name)}
        </Button>
        <Refused problem={problem} />
      </div>
    </form>
  );
}

const RoleChoice = ({ role, onChange }: { readonly role: Role; readonly onChange: (role: Role) => void }) => (
  <Select
    label={texts.people.setUp.role}
    data={roles.map((value) => ({ value, label: texts.people.roles[value] }))}
    value={role}
    onChange={(value) => onChange(roles.find((one) => one === value) ?? "operator")}
    allowDeselect={false}
    size="md"
  />
);

interface SecretFieldProps {
  readonly words: { readonly label: string; readonly hint: string };
  readonly value: string;
  readonly error: string | null;
  readonly onChange: (value: string) => void;
}

const SecretField = ({ words, value, error, onChange }: SecretFieldProps) => (
  <TextInput
    label={words.label}
    description={words.hint}
    inputWrapperOrder={["label", "input", "description", "error"]}
    type="password"
    value={value}
    onChange={(event) => onChange(event.currentTarget.value)}
    onKeyDown={keepScannersEnter}
    error={error}
    maxLength={128}
    size="md"
    autoComplete="new-password"
  />
);

/** A scanner ends every code with Enter; the rest of the form is not filled in yet. */
function keepScannersEnter(event: KeyboardEvent): void {
  if (event.key === "Enter") event.preventDefault();
}

function PersonRow({ person }: { readonly person: OperatorView }) {
  const words = texts.people.setUp;
  const deactivate = useSetUp((state) => state.deactivatePerson);
  const [asking, setAsking] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const { name, role, active, hasBadge, hasPin, lockedUntil } = person;
  const ways = [...(hasBadge ? [words.hasBadge] : []), ...(hasPin ? [words.hasPin] : [])].join(" · ");
  const act = async () => {
    const refused = await deactivate(name);
    setProblem(refused);
    if (refused === null) setAsking(false);
  };
  return (
    <li className={css["person"]} aria-label={name}>
      <strong className={css["name"]}>{name}</strong>
      <span>{texts.people.roles[role]}</span>
      <StateMark
        shape={active ? (lockedUntil === null ? "pass" : "attention") : "off"}
        word={active ? (lockedUntil === null ? words.active : words.lockedOut) : words.inactive}
      />
      <span className={css["soft"]}>{ways}</span>
      {active ? (
        <Button
          look="danger"
          aria-label={words.deactivate(name)}
          aria-expanded={asking}
          onClick={() => setAsking(!asking)}
        >
          {words.deactivateShort}
        </Button>
      ) : (
        <span />
      )}
      {asking ? (
        <div className={css["asked"]}>
          <AskTwice
            first={{ ask: words.deactivateAsk(name), act: words.deactivate(name) }}
            last={{ ask: words.deactivateSure, act: words.deactivateLast(name) }}
            keep={texts.setUp.keep}
            busy={false}
            onKeep={() => setAsking(false)}
            onAct={() => void act()}
          />
          <Refused problem={problem} />
        </div>
      ) : null}
    </li>
  );
}
