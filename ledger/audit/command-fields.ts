/** A field of what was asked for or answered; undefined where it is not there. */
export function fieldOf(said: unknown, field: string): unknown {
  return typeof said === 'object' && said !== null
    ? Object.getOwnPropertyDescriptor(said, field)?.value
    : undefined;
}

/** The same as text; empty where it is none. */
export function textOf(said: unknown, field: string): string {
  const value = fieldOf(said, field);
  return typeof value === 'string' ? value : '';
}
