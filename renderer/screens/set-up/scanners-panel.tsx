import { Select } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { Problem } from "../../../main/api/contract/index.ts";
import { engineer } from "../../locales/texts.ts";
import { useFixture } from "../../stores/stores-context.tsx";
import { Button } from "../../ui/button.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { Refused } from "../parts/refused.tsx";
import css from "./arrange-panel.module.css";
import { SettingsField } from "./settings-field.tsx";
import { wholeNumber } from "./whole-number.ts";

/** How fast it goes, and what scans. */
export function ScannersPanel() {
  const known = useFixture((state) => state.view !== null);
  const words = engineer.fixture;
  if (!known) return null;
  return (
    <div>
      <section className={css["panel"]} aria-label={words.pace}>
        <h3 className={css["heading"]}>{words.pace}</h3>
        <p className={css["soft"]}>{words.paceAbout}</p>
        <TaktForm />
      </section>
      <section className={css["panel"]} aria-label={words.scanners}>
        <h3 className={css["heading"]}>{words.scanners}</h3>
        <p className={css["soft"]}>{words.scannersAbout}</p>
        <KeyboardForm />
        <h3 className={css["heading"]}>{words.serial}</h3>
        <SerialForm />
      </section>
    </div>
  );
}

/** One form's send: what was refused, or that it is done. */
function useSent() {
  const [problem, setProblem] = useState<Problem | null>(null);
  const [done, setDone] = useState(false);
  const make = async (call: () => Promise<Problem | null>) => {
    setDone(false);
    const refused = await call();
    setProblem(refused);
    setDone(refused === null);
  };
  const send = (event: FormEvent, call: () => Promise<Problem | null>) => {
    event.preventDefault();
    void make(call);
  };
  return { problem, done, send };
}

function Send({ problem, done, barred }: { problem: Problem | null; done: boolean; barred?: boolean }) {
  return (
    <>
      <div className={css["acts"]}>
        <Button type="submit" disabled={barred === true}>
          {engineer.fixture.set}
        </Button>
        <span role="status">{done ? <StateMark shape="pass" word={engineer.fixture.done} /> : null}</span>
      </div>
      <Refused problem={problem} />
    </>
  );
}

function TaktForm() {
  const own = useFixture((state) => state.view?.stationTaktSeconds ?? null);
  const setTakt = useFixture((state) => state.setTakt);
  const [text, setText] = useState(own === null ? "" : String(own));
  const { problem, done, send } = useSent();
  const words = engineer.fixture;
  const seconds = text.trim() === "" ? null : Number(text.replace(",", "."));
  const wrong = seconds !== null && !(seconds >= 1 && seconds <= 86_400);
  return (
    <form className={css["form"]} onSubmit={(event) => send(event, () => setTakt(seconds))}>
      <SettingsField
        label={words.takt}
        hint={words.taktHint}
        value={text}
        onChange={setText}
        error={wrong ? words.taktWrong : null}
        most={8}
      />
      <Send problem={problem} done={done} barred={wrong} />
    </form>
  );
}

function KeyboardForm() {
  const affixes = useFixture((state) => state.view?.keyboardScanner);
  const set = useFixture((state) => state.setKeyboardScanner);
  const [prefix, setPrefix] = useState(affixes?.prefix ?? "");
  const [suffix, setSuffix] = useState(affixes?.suffix ?? "");
  const { problem, done, send } = useSent();
  const words = engineer.fixture;
  return (
    <form className={css["form"]} onSubmit={(event) => send(event, () => set({ prefix, suffix }))}>
      <SettingsField label={words.prefix} hint={words.affixHint} value={prefix} onChange={setPrefix} most={8} />
      <SettingsField label={words.suffix} hint={words.affixHint} value={suffix} onChange={setSuffix} most={8} />
      <Send problem={problem} done={done} />
    </form>
  );
}

const endings = { any: "", tab: "\t", etx: "\u0003" } as const;
const endingNames = ["any", "tab", "etx"] as const;

function SerialForm() {
  const scanner = useFixture((state) => state.view?.serialScanner ?? null);
  const set = useFixture((state) => state.setSerialScanner);
  const [port, setPort] = useState(scanner?.port ?? "");
  const [baud, setBaud] = useState(String(scanner?.baudRate ?? 9600));
  const [end, setEnd] = useState(endingNames.find((name) => endings[name] === (scanner?.suffix ?? "")) ?? "any");
  const { problem, done, send } = useSent();
  const words = engineer.fixture;
  const baudRate = wholeNumber(baud, 300, 1_000_000);
  const order = () => {
    if (port.trim() === "" || baudRate === null) return set(null);
    return set({ port, baudRate, ...(end === "any" ? {} : { suffix: endings[end] }) });
  };
  return (
    <form className={css["form"]} onSubmit={(event) => send(event, order)}>
      <SettingsField label={words.port} hint={words.portHint} value={port} onChange={setPort} most={512} />
      <SettingsField
        label={words.baudRate}
        hint=""
        value={baud}
        onChange={setBaud}
        error={baudRate === null ? words.baudWrong : null}
        most={7}
      />
      <Select
        label={words.ends}
        data={endingNames.map((value) => ({ value, label: words.endings[value] }))}
        value={end}
        onChange={(value) => setEnd(endingNames.find((name) => name === value) ?? "any")}
        allowDeselect={false}
        size="md"
      />
      {scanner === null ? null : (
        <StateMark shape={scanner.state === "open" ? "pass" : "waiting"} word={words.states[scanner.state]} />
      )}
      <Send problem={problem} done={done} barred={baudRate === null} />
    </form>
  );
}
