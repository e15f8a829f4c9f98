/** What became of one try to deliver a message. */
export type Delivery =
  | { outcome: 'sent'; answer: string }
  /** For good: the same again would be refused again. */
  | { outcome: 'refused'; reason: string }
  /** It may go through later. */
  | { outcome: 'failed'; reason: string };

const longest = 200;

/** What a server answered, as it may be kept: one line, not long. */
export function shortened(answer: string): string {
  const line = answer.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim();
  return line.length <= longest ? line : `${line.slice(0, longest - 1)}…`;
}
