import type { VNode } from 'preact';

const clocks = new Map<string, Intl.DateTimeFormat>();

/** '2026-11-22 09:00' in the center's zone, which the foot of the page names. */
export function momentText(at: string, zone: string): string {
  const known = clocks.get(zone);
  const clock =
    known ??
    new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  if (!known) clocks.set(zone, clock);
  return clock.format(new Date(at));
}

export function Moment({ at, zone }: { at: string | undefined; zone: string }): VNode {
  if (at === undefined) return <span class="muted">–</span>;
  return (
    <time class="moment" dateTime={at}>
      {momentText(at, zone)}
    </time>
  );
}
