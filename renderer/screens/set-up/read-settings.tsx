import { type ReactNode, useEffect } from "react";
import type { StationSettingsView } from "../../../main/api/contract/index.ts";
import { sentenceOf } from "../../locales/sentence-of.ts";
import { texts } from "../../locales/texts.ts";
import { useSettings } from "../../stores/stores-context.tsx";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";

/** The station's settings, or why there are none. */
export function ReadSettings({ children }: { readonly children: (settings: StationSettingsView) => ReactNode }) {
  const { status, value, problem } = useSettings((state) => state.settings);
  const load = useSettings((state) => state.load);
  useEffect(() => void load(), [load]);
  if (value !== null) return children(value);
  if (status !== "failed" || problem === null) return <EmptyState shape="running" title={texts.frame.reading} />;
  return (
    <EmptyState shape="fail" title={sentenceOf(problem)} next={problem.code}>
      <Button onClick={() => void load()}>{texts.frame.tryAgain}</Button>
    </EmptyState>
  );
}
