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
  const { services, comparison, comparing, compare, cancel } = check;
  const { check: words } = texts.lots;
  if (comparing !== null) return <Under comparing={comparing} compare={compare} cancel={cancel} />;
  const others = services.filter((name) => name !== comparison?.service?.name);
  return (
    <div className={css["compare"]}>
      {comparison === null ? <Button onClick={() => void compare(null)}>{words.compare}</Button> : null}
      {others.map((name) => (
        <Button key={name} onClick={() => void compare(name)}>
          {words.compareService(name)}
        </Button>
      ))}
    </div>
  );
}

function Under({ comparing, compare, cancel }: Pick<Check, "compare" | "cancel"> & { readonly comparing: Comparing }) {
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
          <Button look="primary" onClick={() => void compare(service)}>
            {words.goOn}
          </Button>
        )}
      </div>
    </div>
  );
}
