import { useEffect, useLayoutEffect, useRef } from "react";
import { formatBytes, formatCount } from "../../locales/format.ts";
import { sentenceOf } from "../../locales/sentence-of.ts";
import { texts } from "../../locales/texts.ts";
import type { ExportedFile } from "../../stores/export-store.ts";
import { hrefTo } from "../../stores/route.ts";
import { useExport, useExportCheck, useStation } from "../../stores/stores-context.tsx";
import { Button, ButtonLink } from "../../ui/button.tsx";
import { Copyable } from "../../ui/copyable.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { FactList } from "../../ui/fact-list.tsx";
import { ProgressBar } from "../../ui/progress-bar.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import css from "./export.module.css";
import { ManifestVerdict } from "./manifest-verdict.tsx";
import { saveBlob } from "../parts/save-blob.ts";
import { UnlockKey } from "./unlock-key.tsx";

/** What becomes of the export: nothing yet, under way, a file with its proof, or why not. */
export function ExportOutcome() {
  const { status, file, problem } = useExport((state) => state);
  const outcome = useRef<HTMLElement>(null);
  // On a panel of 600 lines it comes beneath what was pressed.
  useEffect(() => {
    if (status !== "idle") outcome.current?.scrollIntoView({ block: "nearest" });
  }, [status]);
  return (
    <section ref={outcome} className={css["outcome"]} aria-live="polite" aria-label={texts.exports.idle}>
      {status === "idle" ? <EmptyState shape="waiting" title={texts.exports.idle} /> : null}
      {status === "cancelled" ? <EmptyState shape="off" title={texts.exports.cancelled} /> : null}
      {status === "running" ? <Running /> : null}
      {status === "done" && file !== null ? <Done file={file} /> : null}
      {status === "failed" && problem !== null ? (
        <EmptyState shape="fail" title={sentenceOf(problem)} next={problem.code}>
          {problem.code === "manifest.no-signer" ? (
            <ButtonLink href={hrefTo({ screen: "set-up", section: "signers" })}>{texts.lots.files.noSigner}</ButtonLink>
          ) : null}
          {problem.code === "pki.locked" ? <UnlockKey /> : null}
        </EmptyState>
      ) : null}
    </section>
  );
}

function Running() {
  const { done, total, cancel } = useExport((state) => state);
  const { exports } = texts;
  const said = total === null ? exports.starting : exports.running(formatCount(done), formatCount(total));
  return (
    <div className={css["running"]}>
      <p className={css["large"]}>{said}</p>
      <ProgressBar label={texts.lots.files.new} value={done} total={total} />
      <Button size="line" onClick={cancel}>
        {exports.cancel}
      </Button>
    </div>
  );
}

function Done({ file }: { readonly file: ExportedFile }) {
  const { exports, frame } = texts;
  const practice = useStation((state) => state.info?.mode === "practice");
  const check = useExportCheck((state) => state.check);
  const verdict = useExportCheck((state) => state);
  // Before it is seen: the verdict on the file before must not stand beside this one.
  useLayoutEffect(() => {
    void check(file.blob, file.fileName);
  }, [file, check]);
  const trusted = file.matches !== false;
  return (
    <div className={css["running"]}>
      <p className={css["large"]}>
        <StateMark shape={trusted ? "pass" : "fail"} word={trusted ? exports.done : exports.differs} />
      </p>
      <p className={css["file"]}>{file.fileName}</p>
      <Button look="primary" size="line" disabled={!trusted} onClick={() => saveBlob(file.fileName, file.blob)}>
        {exports.save}
      </Button>
      <section className={css["just"]} aria-label={texts.lots.files.justMade}>
        <h2 className={css["small"]}>{texts.lots.files.justMade}</h2>
        <ManifestVerdict check={verdict} />
      </section>
      {practice ? <p className={css["practice"]}>{exports.practiceFile}</p> : null}
      <FactList
        facts={[
          { name: exports.count, value: formatCount(file.count) },
          { name: exports.size, value: formatBytes(file.bytes) },
          {
            name: exports.sha256,
            value: (
              <>
                <Copyable value={file.sha256} label={frame.copy(exports.sha256)} copiedLabel={frame.copied} />
                {file.matches === true ? exports.matches : file.matches === null ? exports.unchecked : exports.differs}
              </>
            ),
          },
        ]}
      />
    </div>
  );
}
