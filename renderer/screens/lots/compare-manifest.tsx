import { useRef } from "react";
import { formatCount } from "../../locales/format.ts";
import { texts } from "../../locales/texts.ts";
import type { Comparing, ManifestCheckState } from "../../stores/manifest-check-store.ts";
import { Button } from "../../ui/button.tsx";
import { ProgressBar } from "../../ui/progress-bar.tsx";
import { Refused } from "../parts/refused.tsx";
import css from "./manifest-verdict.module.css";

type Check = Pick<ManifestCheckState, "services" | "comparison" | "comparing" | "compare" | "cancel">;

/** The way on from the verdict: the same file against the records and the service, which may be a long one. */
export function CompareManifest({ check }: { readonly check: Check }) {
  const place = useRef<HTMLDivElement>(null);
  const compare = (service: string | null) => {
    // The button goes; whoever pressed it by keyboard stays where it was.
    place.current?.focus();
    void check.compare(service);
  };
  return (
    <div ref={place} tabIndex={-1} className={css["compare"]}>
      {check.comparing === null ? (
        <Ways check={check} compare={compare} />
      ) : (
        <Under comparing={check.comparing} compare={compare} cancel={check.cancel} />
      )}
    </div>
  );
}

interface WaysProps {
  readonly check: Pick<Check, "services" | "comparison">;
  readonly compare: (service: string | null) => void;
}

function Ways({ check: { services, comparison }, compare }: WaysProps) {
  const { check: words } = texts.lots;
  return (
    <>
      {comparison === null ? <Button onClick={() => compare(null)}>{words.compare}</Button> : null}
      {services
        .filter((name) => name !== comparison?.service?.name)
        .map((name) => (
          <Button key={name} onClick={() => compare(name)}>
            {words.compareService(name)}
          </Button>
        ))}
    </>
  );
}

interface UnderProps extends Pick<WaysProps, "compare"> {
  readonly comparing: Comparing;
  readonly cancel: () => void;
}

function Under({ comparing, compare, cancel }: UnderProps) {
  const { service, status, progress, problem } = comparing;
  const { check: words } = texts.lots;
  const [asked, toAsk] = [formatCount(progress?.asked ?? 0), formatCount(progress?.toAsk ?? 0)];
  const said = progress === null || service === null ? words.checking : words.asked(asked, toAsk, service);
  return (
    <div className={css["verdict"]}>
      <div role="status" className={css["verdict"]}>
        <p className={css["next"]}>{status === "running" ? said : words.cutOff(asked, toAsk)}</p>
        <ProgressBar label={words.title} value={progress?.asked ?? 0} total={progress?.toAsk ?? null} />
      </div>
      <Refused problem={problem} />
      <div>
        {status === "running" ? (
          <Button onClick={cancel}>{words.stop}</Button>
        ) : (
          <Button look="primary" onClick={() => compare(service)}>
            {words.goOn}
          </Button>
        )}
      </div>
    </div>
  );
}
