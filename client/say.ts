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

const charactersAtOnce = 64 * 1024;

/** Prints a line for each item, many at a time: a write for each would take longer than what it writes. */
export async function printEach<T>(
  items: AsyncIterable<T>,
  lineOf: (item: T) => string,
): Promise<number> {
  let count = 0;
  let lines = '';
  for await (const item of items) {
    lines = lines === '' ? lineOf(item) : `${lines}\n${lineOf(item)}`;
    count++;
    if (lines.length < charactersAtOnce) continue;
    await print(lines);
    lines = '';
  }
  if (lines !== '') await print(lines);
  return count;
}
