// Whoever acts in the account: asked hour by hour what happens next.

export interface Actor {
  /** Writes records and schedules calls for [fromMs, toMs). */
  readonly plan: (fromMs: number, toMs: number) => void;
}
