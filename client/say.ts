/** Progress and logs: standard output is only for what was asked for. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** '1 problem', '2 problems' */
export function countOf(count: number, thing: string): string {
  return count === 1 ? `1 ${thing}` : `${count} ${thing}s`;
}

/** Writes to standard output and waits while its reader is slow; a reader that left ends the command. */
export async function print(line: string): Promise<void> {
  if (process.stdout.write(`${line}\n`)) return;
  await new Promise<void>((resolve) => process.stdout.once('drain', () => resolve()));
}
