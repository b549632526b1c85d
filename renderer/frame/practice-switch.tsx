import { Switch } from "@mantine/core";
import { texts } from "../locales/texts.ts";
import { isPracticeServiceReachable } from "../stores/station-store.ts";
import { useStation } from "../stores/stores-context.tsx";
import css from "./practice-switch.module.css";

/** Pulls the practice service's plug, and puts it back. */
export function PracticeSwitch() {
  const reachable = useStation(isPracticeServiceReachable);
  const setService = useStation((state) => state.setPracticeService);
  return (
    <Switch
      label={texts.practice.service}
      title={texts.practice.service}
      checked={reachable}
      onChange={(event) => void setService(event.currentTarget.checked)}
      classNames={{
        root: css["switch"] ?? "",
        body: css["body"] ?? "",
        track: css["track"] ?? "",
        label: css["label"] ?? "",
      }}
      withThumbIndicator={false}
      size="md"
    />
  );
}
