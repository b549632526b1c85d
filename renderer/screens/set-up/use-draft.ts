import { useState } from "react";

/**
 * What is typed into a form, put in part by part. A part that comes late, as a file that takes its time to be read, takes nothing
 * away that was typed meanwhile.
 */
export function useDraft<Draft extends object>(first: Draft | (() => Draft)) {
  const [draft, setDraft] = useState(first);
  const put = (part: Partial<Draft>) => setDraft((now) => ({ ...now, ...part }));
  return { draft, put, setDraft };
}
