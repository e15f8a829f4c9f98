/** What commands end with (formats other programs rely on). */
export const exitStatus = { done: 0, failed: 1, badUsage: 2, needsAttention: 3 } as const;

/** Ends the command with one line on standard error. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly status: number;

  constructor(message: string, status: number = exitStatus.failed) {
    super(message);
    this.status = status;
  }
}
