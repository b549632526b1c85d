import { useEffect } from "react";
import { useStores } from "../stores/stores-context.tsx";

const everyMs = 30_000;

/** Somebody touches the screen: the station is told, now and then, so that it does not lock under the hands. */
export function useStay(): void {
  const { connection, station } = useStores();
  useEffect(() => {
    let toldAt = Number.NEGATIVE_INFINITY;
    const onTouch = ({ timeStamp }: Event) => {
      const { session } = station.getState();
      if (session === null || session.operator === null || session.locked) return;
      if (timeStamp - toldAt < everyMs) return;
      // A station that is away locks nobody out.
      const { client } = connection.getState();
      if (client === null) return;
      toldAt = timeStamp;
      Promise.resolve(client.people.stay()).catch(() => undefined);
    };
    for (const name of ["pointerdown", "keydown"]) window.addEventListener(name, onTouch, { capture: true });
    return () => {
      for (const name of ["pointerdown", "keydown"]) window.removeEventListener(name, onTouch, { capture: true });
    };
  }, [connection, station]);
}
