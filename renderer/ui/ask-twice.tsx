import { useState } from "react";
import { Ask, focused } from "./ask.tsx";
import { Button } from "./button.tsx";

interface Question {
  readonly ask: string;
  /** What the red button does, by its name. */
  readonly act: string;
}

interface AskTwiceProps {
  readonly first: Question;
  readonly last: Question;
  /** Leaves everything as it is. */
  readonly keep: string;
  readonly busy?: boolean;
  readonly onKeep: () => void;
  readonly onAct: () => void;
}

/**
 * Two questions before something is taken away. Where the red button of the first stood, the second has the one that
 * keeps: a press too many does nothing. The focus is on keeping; Escape keeps.
 */
export function AskTwice({ first, last, keep, busy = false, onKeep, onAct }: AskTwiceProps) {
  const [sure, setSure] = useState(false);
  const { ask, act } = sure ? last : first;
  const keeping = (
    <Button key={`keep ${sure}`} ref={focused} onClick={onKeep}>
      {keep}
    </Button>
  );
  const acting = (
    <Button key={act} look="danger" disabled={busy} onClick={sure ? onAct : () => setSure(true)}>
      {act}
    </Button>
  );
  return (
    <Ask ask={ask} danger onKeep={onKeep}>
      {sure ? [keeping, acting] : [acting, keeping]}
    </Ask>
  );
}
