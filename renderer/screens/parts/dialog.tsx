import { Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { texts } from "../../locales/texts.ts";
import css from "./dialog.module.css";

interface DialogProps {
  readonly opened: boolean;
  readonly title: string;
  /** Width, px. */
  readonly size: number;
  /** Class of what is below the title. */
  readonly body?: string | undefined;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Before everything else until it is closed, by its cross, Escape or a press beside it. */
export const Dialog = ({ opened, title, size, body = "", onClose, children }: DialogProps) => (
  <Modal.Root
    opened={opened}
    onClose={onClose}
    size={size}
    centered
    lockScroll={false}
    transitionProps={{ duration: 0 }}
  >
    <Modal.Overlay />
    <Modal.Content classNames={{ content: css["content"] ?? "" }}>
      <div className={css["header"]}>
        <Modal.Title className={css["title"] ?? ""}>{title}</Modal.Title>
        <Modal.CloseButton aria-label={texts.frame.close} size={48} />
      </div>
      <Modal.Body className={body}>{children}</Modal.Body>
    </Modal.Content>
  </Modal.Root>
);
