import type { ManifestComparison } from "../../../main/api/contract/index.ts";
import { formatCount } from "../../locales/format.ts";
import { texts } from "../../locales/texts.ts";
import { hrefTo } from "../../stores/route.ts";
import { StateMark } from "../../ui/state-mark.tsx";
import { fieldName, valueName } from "../parts/field-name.ts";
import css from "./manifest-verdict.module.css";
import { signerShapes } from "./signer-shapes.ts";

type ComparedService = NonNullable<ManifestComparison["service"]>;
type Difference = ManifestComparison["differences"][number];

interface RecordVerdictProps {
  readonly comparison: ManifestComparison;
  /** Its seal has been judged already. */
  readonly sealed: boolean;
}

/** What the station says of a manifest it has compared: with its records, and below with the service. */
export function RecordVerdict({ comparison, sealed }: RecordVerdictProps) {
  const { check: words } = texts.lots;
  const { sameAsRecords: same, entries, service, differences } = comparison;
  return (
    <div className={css["verdict"]} data-good={comparison.same}>
      <p className={css["word"]} role="status">
        <StateMark shape={same ? "pass" : "fail"} word={same ? words.same : words.different} />
      </p>
      <p className={css["next"]}>{same ? words.sameNext(formatCount(entries)) : words.differentNext}</p>
      {sealed ? null : <SignedBy signed={comparison.signed} />}
      <Differences differences={differences.filter(({ against }) => against === "records")} />
      {service === null ? null : (
        <>
          <ServiceVerdict service={service} />
          <Differences differences={differences.filter(({ against }) => against === "service")} />
        </>
      )}
    </div>
  );
}

function SignedBy({ signed }: Pick<ManifestComparison, "signed">) {
  const { check: words } = texts.lots;
  if (signed === null) return <p className={css["soft"]}>{words.unsigned}</p>;
  const kind = signed.signer?.kind ?? "unknown";
  return (
    <>
      {signed.bad > 0 ? null : (
        <p className={css["by"]}>
          <StateMark shape={signerShapes[kind]} word={words.signedBy[kind]} />
        </p>
      )}
      {signed.unknown === 0 ? null : <p className={css["soft"]}>{words.notVerified(formatCount(signed.unknown))}</p>}
    </>
  );
}

function ServiceVerdict({ service: { name, same, asked, registered } }: { readonly service: ComparedService }) {
  const { check: words } = texts.lots;
  if (asked === 0) {
    return (
      <p className={css["by"]} role="status">
        <StateMark shape="attention" word={words.noneAtService(name)} />
      </p>
    );
  }
  return (
    <>
      <p className={css["word"]} role="status">
        <StateMark shape={same ? "pass" : "fail"} word={same ? words.sameService : words.differentService} />
      </p>
      <p className={css["next"]}>
        {same ? words.sameServiceNext(formatCount(asked), name) : words.differentServiceNext}
      </p>
      {registered === 0 ? null : <p className={css["soft"]}>{words.registered(formatCount(registered))}</p>}
    </>
  );
}

function Differences({ differences }: { readonly differences: readonly Difference[] }) {
  if (differences.length === 0) return null;
  return (
    <ol className={css["differences"]}>
      {differences.map((one) => (
        <li key={`${one.kind} ${one.serialNumber} ${one.field}`}>
          <OneDifference difference={one} />
        </li>
      ))}
    </ol>
  );
}

function OneDifference({ difference }: { readonly difference: Difference }) {
  const { check: words } = texts.lots;
  const { kind, against, serialNumber, file, theirs } = difference;
  const isOnRecord = against === "service" || kind !== "missing";
  return (
    <>
      <p className={css["strong"]}>
        {isOnRecord ? (
          <a className={css["serial"]} href={hrefTo({ screen: "unit", serialNumber })}>
            {serialNumber}
          </a>
        ) : (
          <span className={css["serial"]}>{serialNumber}</span>
        )}{" "}
        {saidOf(difference)}
      </p>
      {kind === "different" ? (
        <dl className={css["sides"]}>
          <dt>{words.inFile}</dt>
          <dd>{told(file)}</dd>
          <dt>{against === "service" ? words.atService : words.onRecord}</dt>
          <dd>{told(theirs)}</dd>
        </dl>
      ) : null}
    </>
  );
}

const told = (value: string | null): string | null => (value === null ? null : valueName(value));

function saidOf({ kind, against, field }: Difference): string {
  const { check: words } = texts.lots;
  const named = fieldName(field ?? "");
  if (against === "service") {
    if (kind === "different") return words.changedThere(named);
    if (kind === "missing") return words.missingThere;
  }
  return kind === "different" ? words.changedField(named) : words[kind];
}
