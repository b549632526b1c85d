import { formatMoment } from "../../locales/format.ts";
import { useNow } from "../../ui/use-now.ts";

/** Says when something was, with its day where that is not today. */
export function useMoment(): (at: string) => string {
  const now = useNow(60_000);
  return (at) => formatMoment(Date.parse(at), now);
}
