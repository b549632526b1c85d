import { useEffect, useState } from "react";
import { texts } from "../../locales/texts.ts";
import { useSignIn, useStation } from "../../stores/stores-context.tsx";
import { isBarred, type SignInState } from "../../stores/sign-in-store.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Refused } from "../parts/refused.tsx";
import { PinPad } from "./pin-pad.tsx";
import css from "./sign-in.module.css";

/** Who works here: by a badge, scanned anywhere, or by name and PIN. Comes up by itself when the station locks. */
export function SignInDialog() {
  const asked = useSignIn((state) => state.asked);
  const open = useSignIn((state) => state.open);
  const dismiss = useSignIn((state) => state.dismiss);
  const barred = useStation((state) => isBarred(state.session));
  const signedIn = useStation((state) => !isBarred(state.session) && (state.session?.operator ?? null) !== null);
  const signOut = useSignIn((state) => state.signOut);
  useEffect(() => {
    if (barred) void open();
    else dismiss();
  }, [barred, open, dismiss]);
  const second = asked === "second";
  const about = second ? texts.people.secondAbout : asked === "unlock" ? texts.kiosk.unlockAbout : "";
  return (
    <Dialog
      opened={asked !== "closed"}
      title={titleOf(asked, signedIn)}
      size={680}
      body={css["body"]}
      onClose={dismiss}
    >
      {about === "" ? null : <p>{about}</p>}
      <Ways key={asked} />
      <div className={css["ends"]}>
        {signedIn && asked === "sign-in" ? (
          <Button size="line" onClick={() => void signOut()}>
            {texts.people.signOut}
          </Button>
        ) : null}
        <Button size="line" look="quiet" onClick={dismiss}>
          {barred && asked === "sign-in" ? texts.people.look : texts.frame.close}
        </Button>
      </div>
    </Dialog>
  );
}

function titleOf(asked: SignInState["asked"], signedIn: boolean): string {
  if (asked === "second") return texts.people.second;
  if (asked === "unlock") return texts.kiosk.unlock;
  return signedIn ? texts.people.change : texts.people.signIn;
}

function Ways() {
  const names = useSignIn((state) => state.names);
  const busy = useSignIn((state) => state.busy);
  const problem = useSignIn((state) => state.problem);
  const give = useSignIn((state) => state.give);
  const [name, setName] = useState<string | null>(null);
  const [pin, setPin] = useState("");
  const choose = (chosen: string | null) => {
    setName(chosen);
    setPin("");
  };
  const enter = () => {
    if (name === null) return;
    setPin("");
    void give({ name, pin });
  };
  return (
    <>
      <p className={css["scan"]}>
        <strong>{texts.people.scan}</strong> {texts.people.scanAbout}
      </p>
      <Refused problem={problem} />
      {name === null ? (
        <Names names={names} onChoose={choose} />
      ) : (
        <div className={css["byPin"]}>
          <PinPad name={name} pin={pin} busy={busy} onChange={setPin} onEnter={enter} />
          <Button size="line" onClick={() => choose(null)}>
            {texts.people.otherName}
          </Button>
        </div>
      )}
    </>
  );
}

function Names({ names, onChoose }: { readonly names: readonly string[]; readonly onChoose: (name: string) => void }) {
  if (names.length === 0) return <p className={css["or"]}>{texts.people.noNames}</p>;
  return (
    <>
      <p className={css["or"]}>{texts.people.or}</p>
      <ul className={css["names"]}>
        {names.map((name) => (
          <li key={name}>
            <Button size="line" className={css["name"]} onClick={() => onChoose(name)}>
              {name}
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}
