import { texts } from "../../locales/texts.ts";
import { useManifestCheck } from "../../stores/stores-context.tsx";
import { SlideOver } from "../../ui/slide-over.tsx";
import { useDroppedFiles } from "../parts/use-dropped-files.ts";
import { ManifestVerdict } from "./manifest-verdict.tsx";
import css from "./manifest-verdict.module.css";
import { VerifyFileButton } from "./verify-file-button.tsx";

/** A manifest dropped anywhere on the window is verified, beside the work that goes on. */
export function ManifestDrop() {
  const check = useManifestCheck((state) => state);
  const over = useDroppedFiles((files) => {
    const [file] = files;
    if (file !== undefined) void check.check(file, file.name);
  });
  return (
    <>
      {over ? (
        <p className={css["over"]} role="status">
          {texts.lots.check.drop}
        </p>
      ) : null}
      {check.status === "idle" ? null : (
        <SlideOver title={texts.lots.check.title} closeLabel={texts.frame.close} from="right" onClose={check.clear}>
          <p className={css["file"]}>{check.fileName}</p>
          <ManifestVerdict check={check} />
          <div className={css["again"]}>
            <VerifyFileButton label={texts.lots.check.again} />
          </div>
        </SlideOver>
      )}
    </>
  );
}
