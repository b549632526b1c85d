import { TextInput } from "@mantine/core";
import { type FormEvent, type KeyboardEvent, type ReactNode, type RefObject, useEffect, useRef } from "react";
import { texts } from "../../locales/texts.ts";
import { useFind, useUnits } from "../../stores/stores-context.tsx";
import { Button } from "../../ui/button.tsx";
import css from "./find-bar.module.css";

interface FindBarProps {
  /** What stands before the field: the room's name, or the way back. */
  readonly children: ReactNode;
  /** The field is where the hands are when the screen opens. */
  readonly focused?: boolean;
  /** What is typed narrows the list beneath. */
  readonly narrows?: boolean;
  readonly onDown?: () => void;
  readonly inputRef?: RefObject<HTMLInputElement | null>;
}

/** The one field of the room: whatever identifies a unit opens it. A scanner needs no field, and finds its text overwritten if it uses it. */
export function FindBar({ children, focused = false, narrows = false, onDown, inputRef }: FindBarProps) {
  const { find, busy, comparing, compareWith, forget } = useFind((state) => state);
  const setSearch = useUnits((state) => state.setSearch);
  const search = useUnits((state) => state.search);
  const own = useRef<HTMLInputElement>(null);
  const input = inputRef ?? own;
  useEffect(() => {
    if (!focused && comparing === null) return;
    input.current?.focus();
    input.current?.select();
  }, [focused, comparing, input]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void find(input.current?.value ?? "");
    input.current?.select();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape" && comparing !== null) compareWith(null);
    if (event.key !== "ArrowDown" || onDown === undefined) return;
    event.preventDefault();
    onDown();
  };
  const words = texts.verify.find;
  return (
    <div className={css["bar"]}>
      <div className={css["before"]}>{children}</div>
      <form className={css["form"]} onSubmit={submit} role="search" data-comparing={comparing !== null}>
        <TextInput
          ref={input}
          type="search"
          className={css["field"] ?? ""}
          aria-label={comparing === null ? words.label : words.comparing(comparing)}
          placeholder={comparing === null ? `${words.label}: ${words.hint}` : words.comparing(comparing)}
          {...(narrows
            ? {
                value: search,
                onChange: (event) => {
                  setSearch(event.currentTarget.value);
                  forget();
                },
              }
            : { defaultValue: "" })}
          onKeyDown={onKeyDown}
          maxLength={512}
          autoComplete="off"
          spellCheck={false}
          size="md"
        />
        <Button type="submit" size="line" look="primary" className={css["send"]} disabled={busy}>
          {words.send}
        </Button>
      </form>
      {comparing === null ? null : <Button onClick={() => compareWith(null)}>{words.stopComparing}</Button>}
    </div>
  );
}
