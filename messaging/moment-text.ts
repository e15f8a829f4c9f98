import type { Instant } from '../domain/instant.js';

/** '2026-12-06 00:07 (Asia/Shanghai, UTC+08:00)': the minute in a zone, and which one it is. */
export function momentText(at: Instant, zone: string): string {
  const date = new Date(at);
  const clock = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'short',
  });
  const offset = offsetOf(date, zone);
  return `${clock.format(date)} (${offset === zone ? zone : `${zone}, ${offset}`})`;
}

/** 'UTC+08:00', and 'UTC' where there is none. */
function offsetOf(date: Date, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
    .formatToParts(date)
    .find(({ type }) => type === 'timeZoneName');
  // With or without its zeros, as the ICU of Node.js has it.
  return (parts?.value ?? '').replace(/^GMT(\+00:00)?/, 'UTC');
}
