import { Popover, Switch } from "@mantine/core";
import { useState } from "react";
import { texts } from "../locales/texts.ts";
import type { SoundName } from "../sound/melodies.ts";
import { useSoundPlayer } from "../sound/sound-context.ts";
import { useSound } from "../stores/stores-context.tsx";
import { Button } from "../ui/button.tsx";
import css from "./choices.module.css";

const names: readonly SoundName[] = ["pass", "fail", "tick", "buzz"];

/** Sounds on or off, how loud, and what each of them says. */
export function SoundMenu() {
  const [opened, setOpened] = useState(false);
  const silent = useSound((state) => !state.on || state.volume === 0);
  const label = silent ? texts.frame.soundOff : texts.frame.sound;
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      width={320}
      transitionProps={{ duration: 0 }}
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <Button look="quiet" aria-label={label} title={label} onClick={() => setOpened(!opened)}>
          <Loudspeaker silent={silent} />
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={css["menu"]} aria-label={texts.frame.sound}>
        <Choices />
      </Popover.Dropdown>
    </Popover>
  );
}

function Choices() {
  const { on, spoken, volume, setOn, setSpoken, setVolume } = useSound((state) => state);
  const player = useSoundPlayer();
  const { frame } = texts;
  const listen = (name: SoundName) => {
    player?.arm();
    player?.play(name, volume);
  };
  return (
    <div className={css["choices"]}>
      <Switch
        classNames={{ root: css["switch"] ?? "", body: css["body"] ?? "", label: css["label"] ?? "" }}
        label={frame.soundOn}
        checked={on}
        onChange={(event) => setOn(event.currentTarget.checked)}
        withThumbIndicator={false}
        size="md"
      />
      <Switch
        classNames={{ root: css["switch"] ?? "", body: css["body"] ?? "", label: css["label"] ?? "" }}
        label={frame.spoken}
        checked={spoken}
        onChange={(event) => setSpoken(event.currentTarget.checked)}
        withThumbIndicator={false}
        size="md"
      />
      <label className={css["volume"]}>
        {frame.volume}
        <input
          type="range"
          min={0}
          max={100}
          step={10}
          value={volume}
          onChange={(event) => setVolume(event.currentTarget.valueAsNumber)}
        />
      </label>
      <p>{frame.listen}</p>
      <div className={css["sounds"]}>
        {names.map((name) => (
          <Button key={name} className={css["sound"]} onClick={() => listen(name)}>
            {frame.sounds[name]}
          </Button>
        ))}
      </div>
    </div>
  );
}

const Loudspeaker = ({ silent }: { readonly silent: boolean }) => (
  <svg viewBox="0 0 24 24" width="26" height="26" aria-hidden="true">
    <path fill="currentColor" d="M3 9h4l6-5v16l-6-5H3z" />
    <path
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      d={silent ? "M16 9l6 6m0-6l-6 6" : "M16 8.5a5 5 0 0 1 0 7M18.5 6a8.5 8.5 0 0 1 0 12"}
    />
  </svg>
);
