/** Something on this machine is missing or in the way. The message is one line that says what to do. */
export class EnvironmentError extends Error {
  override readonly name: string = 'EnvironmentError';
}

/** The first line of an error's message: reasons are quoted inside one-line messages. */
export function reasonOf(error: unknown): string {
  const line = (messageOf(error) ?? String(error)).split('\n')[0] ?? '';
  const cause = messageOf(field(error, 'cause'));
  return cause === undefined ? line : `${line} (${cause.split('\n')[0]})`;
}

/** Node's code of a system error, such as ENOENT. */
export function errorCode(error: unknown): unknown {
  return field(error, 'code');
}

export function isDiskFull(text: string): boolean {
  return /ENOSPC|no space left on device|disk is full|disk full/i.test(text);
}

function messageOf(error: unknown): string | undefined {
  const message = field(error, 'message');
  return typeof message === 'string' ? message : undefined;
}

function field(value: unknown, name: 'message' | 'cause' | 'code'): unknown {
  const fields: { message?: unknown; cause?: unknown; code?: unknown } =
    typeof value === 'object' && value !== null ? value : {};
  return fields[name];
}
