import type { RecipeFaultView } from "../../../../main/api/contract/index.ts";
import { texts } from "../../../locales/texts.ts";
import { Button } from "../../../ui/button.tsx";
import css from "./recipes.module.css";

const mostShown = 3;

/** What is to be mended, each leading to its line. */
export function FaultList({
  faults,
  onGoTo,
}: {
  readonly faults: readonly RecipeFaultView[];
  readonly onGoTo: (line: number) => void;
}) {
  const words = texts.recipes;
  if (faults.length === 0) return null;
  return (
    <ul className={css["faults"]} aria-label={words.faults}>
      {faults.slice(0, mostShown).map(({ path, line, message }) => (
        <li key={`${path} ${message}`} className={css["fault"]}>
          {line === null ? null : (
            <Button look="quiet" onClick={() => onGoTo(line)}>
              {words.line(line)}
            </Button>
          )}
          <span>
            <code className={css["code"]}>{path}</code> {message}
          </span>
        </li>
      ))}
    </ul>
  );
}
