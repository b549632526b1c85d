import { useEffect, useState } from "react";
import { texts } from "../locales/texts.ts";
import { EmptyState } from "../ui/empty-state.tsx";

const longAfterMs = 6000;

/** Before the station was reached for the first time. */
export function Connecting() {
  const [long, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), longAfterMs);
    return () => clearTimeout(timer);
  }, []);
  return (
    <EmptyState
      heading
      shape="waiting"
      title={texts.frame.connecting}
      {...(long ? { next: texts.frame.connectingLong } : {})}
    />
  );
}
