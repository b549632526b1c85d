import { Component, type ReactNode } from "react";
import { texts } from "../locales/texts.ts";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";

interface FaultState {
  readonly fault: string | null;
}

/** A defect of a screen ends in a sentence and a button, never in an empty window. */
export class FaultBoundary extends Component<{ readonly children: ReactNode }, FaultState> {
  override state: FaultState = { fault: null };

  static getDerivedStateFromError(fault: unknown): FaultState {
    return { fault: fault instanceof Error ? `${fault.name}: ${fault.message}` : "unknown" };
  }

  override render(): ReactNode {
    if (this.state.fault === null) return this.props.children;
    return (
      <EmptyState heading shape="fail" title={texts.frame.fault} next={this.state.fault}>
        <Button look="primary" size="line" onClick={() => window.location.reload()}>
          {texts.frame.reload}
        </Button>
      </EmptyState>
    );
  }
}
