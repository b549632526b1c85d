import type { Slot } from "../../../../main/api/contract/index.ts";
import css from "./slot-serial.module.css";

/** Whose turn it is; `last`: only so many of its characters. */
export function SlotSerial({ slot, last }: { readonly slot: Slot; readonly last?: number }) {
  const whole = slot.serialNumber ?? "";
  const shown = last === undefined || whole.length <= last ? whole : `…${whole.slice(-last)}`;
  return (
    <span className={css["serial"]} title={whole}>
      {shown}
    </span>
  );
}
