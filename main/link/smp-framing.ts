/** What a piece of the stream has brought: a whole SMP message, text that is not SMP, or bytes that were dropped. */
export type SmpFrameEvent =
  | { readonly type: "message"; readonly message: Uint8Array }
  | { readonly type: "noise"; readonly text: string }
  | { readonly type: "bad-frame"; readonly code: string };

/** How SMP messages lie in the bytes of one link. One object for one conversation: it keeps what has come in parts. */
export interface SmpFraming {
  /** Sent before the first request, to end whatever half a message the device may hold. */
  readonly wake: Uint8Array;
  /** Bytes of the device's message buffer that the framing takes for itself. */
  readonly bufferOverhead: number;
  readonly encode: (message: Uint8Array) => Uint8Array;
  /** Takes bytes in any pieces. Never throws; holds at most one message. */
  readonly push: (bytes: Uint8Array) => readonly SmpFrameEvent[];
}
