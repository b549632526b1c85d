import type { KeyboardEvent } from "react";
import { texts } from "../../locales/texts.ts";
import { Button } from "../../ui/button.tsx";
import { focused } from "../../ui/ask.tsx";
import css from "./sign-in.module.css";

const digits = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];
const shortest = 6;
const longest = 12;

interface PinPadProps {
  readonly name: string;
  readonly pin: string;
  readonly busy: boolean;
  readonly onChange: (pin: string) => void;
  readonly onEnter: () => void;
}

/** Keys for gloves; the keyboard's digits work as well. What is typed is shown as dots only. */
export function PinPad({ name, pin, busy, onChange, onEnter }: PinPadProps) {
  const { pinOf, digits: said, back, enter } = texts.people;
  const press = (digit: string) => onChange((pin + digit).slice(0, longest));
  const isReady = pin.length >= shortest && !busy;
  const onKeyDown = (event: KeyboardEvent) => {
    if (/^\d$/.test(event.key)) press(event.key);
    else if (event.key === "Backspace") onChange(pin.slice(0, -1));
    else if (event.key === "Enter" && isReady) onEnter();
    else return;
    event.preventDefault();
  };
  return (
    <div className={css["pad"]} role="group" aria-label={pinOf(name)} tabIndex={-1} ref={focused} onKeyDown={onKeyDown}>
      <p className={css["pinOf"]}>{pinOf(name)}</p>
      <p className={css["dots"]} role="status" aria-label={said(pin.length)}>
        {"●".repeat(pin.length)}
      </p>
      <div className={css["keys"]}>
        {digits.map((digit) => (
          <Key key={digit} digit={digit} onPress={press} />
        ))}
        <Button className={css["key"]} aria-label={back} title={back} onClick={() => onChange(pin.slice(0, -1))}>
          ⌫
        </Button>
        <Key digit="0" onPress={press} />
        <Button className={css["key"]} look="primary" disabled={!isReady} onClick={onEnter}>
          {enter}
        </Button>
      </div>
    </div>
  );
}

const Key = ({ digit, onPress }: { readonly digit: string; readonly onPress: (digit: string) => void }) => (
  <Button className={css["key"]} onClick={() => onPress(digit)}>
    {digit}
  </Button>
);
