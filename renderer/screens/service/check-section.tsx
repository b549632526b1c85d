import { useEffect, useState } from "react";
import { texts } from "../../locales/texts.ts";
import { useService, useServiceCheck } from "../../stores/stores-context.tsx";
import { Button } from "../../ui/button.tsx";
import { Toggle } from "../../ui/toggle.tsx";
import { CheckResults, CheckVerdictLine } from "../parts/check-lines.tsx";
import { Section } from "../parts/section.tsx";
import css from "./check-section.module.css";
import { ServiceChoice } from "./service-choice.tsx";

/** Every step of the way to a service, looked at now. */
export function CheckSection() {
  const cancel = useServiceCheck((state) => state.cancel);
  const results = useServiceCheck((state) => state.results);
  // Who leaves does not wait for the answer.
  useEffect(() => cancel, [cancel]);
  const words = texts.service.check;
  return (
    <Section title={words.title} about={words.about}>
      <CheckForm />
      <CheckVerdictLine />
      {results.length === 0 ? null : <CheckResults results={results} />}
    </Section>
  );
}

function CheckForm() {
  const words = texts.service.check;
  const { status, run, cancel, service: last } = useServiceCheck((state) => state);
  const first = useService((state) => state.services.items[0]?.name);
  const [chosen, setChosen] = useState<string | null>(last === "" ? null : last);
  const [canary, setCanary] = useState(false);
  const service = chosen ?? first;
  const running = status === "running";
  return (
    <div className={css["form"]}>
      <ServiceChoice value={service ?? ""} disabled={running} onChoose={setChosen} />
      <div className={css["canary"]}>
        <Toggle
          label={words.canary}
          description={words.canaryAbout}
          checked={canary}
          disabled={running}
          onChange={setCanary}
        />
      </div>
      {running ? (
        <Button size="line" onClick={cancel}>
          {words.cancel}
        </Button>
      ) : (
        <Button
          look="primary"
          size="line"
          disabled={service === undefined}
          onClick={() => service !== undefined && void run(service, canary)}
        >
          {status === "idle" ? words.run : words.again}
        </Button>
      )}
    </div>
  );
}
