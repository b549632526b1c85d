import { texts } from "../../locales/texts.ts";
import { EmptyState } from "../../ui/empty-state.tsx";

export function InsightsScreen() {
  return <EmptyState heading shape="waiting" title={texts.frame.insights} />;
}
