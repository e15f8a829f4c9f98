/** What commands end with (formats other programs rely on). */
export const exitStatus = { done: 0, failed: 1, badUsage: 2, needsAttention: 3 } as const;

/** Runs a command to its status. */
export async function ends(command: () => Promise<number>): Promise<void> {
  process.exitCode = await command();
}

/** Ends the command with one line on standard error. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly status: number;

  constructor(message: string, status: number = exitStatus.failed) {
    super(message);
    this.status = status;
  }
}
