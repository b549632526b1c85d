import { TextInput } from "@mantine/core";
import { type FormEvent, useEffect, useState } from "react";
import type { Problem } from "../../../main/api/contract/index.ts";
import { texts } from "../../locales/texts.ts";
import { useAuthorities } from "../../stores/stores-context.tsx";
import { Button } from "../../ui/button.tsx";
import { Refused } from "../parts/refused.tsx";
import css from "./export.module.css";

/** The keys that wait for their PIN; with it the manifest can be signed. */
export function UnlockKey() {
  const { list, load } = useAuthorities((state) => state);
  useEffect(() => void load(), [load]);
  const locked = list.items.filter((authority) => authority.locked);
  return locked.map(({ name }) => <PinForm key={name} name={name} />);
}

function PinForm({ name }: { readonly name: string }) {
  const unlock = useAuthorities((state) => state.unlock);
  const [pin, setPin] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
  const { files } = texts.lots;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setProblem(await unlock(name, pin));
    setPin("");
  };
  return (
    <form className={css["pin"]} onSubmit={(event) => void submit(event)}>
      <p>
        {files.locked(name)} {files.unlockNext}
      </p>
      <TextInput
        type="password"
        label={files.pin}
        value={pin}
        onChange={(event) => setPin(event.currentTarget.value)}
        maxLength={255}
        autoComplete="off"
        size="md"
        required
      />
      <Button type="submit" size="line" disabled={pin === ""}>
        {files.unlock}
      </Button>
      <Refused problem={problem} />
    </form>
  );
}
