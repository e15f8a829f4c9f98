import { parseInstant, type Instant } from '../../domain/instant.js';
import type { CloudProvider, CloudUsage, SendLimits, SendOutcome } from '../../providers/port.js';

export function instant(text: string): Instant {
  const parsed = parseInstant(text);
  if (!parsed) throw new Error(`not an instant: ${text}`);
  return parsed;
}

/** It is 09:10 on 22 November 2026; a try may be sent until 09:10:30. */
export const now = instant('2026-11-22T09:10:00Z');
export const limits: SendLimits = { sendBefore: instant('2026-11-22T09:10:30Z'), now: () => now };

/** A charge of 12.34 for the hour from 08:00. */
export function usage(
  part: Partial<CloudUsage> & Pick<CloudUsage, 'customer' | 'instance'>,
): CloudUsage {
  return {
    key: 'CLOUD-1/2026-11-21/1',
    hour: instant('2026-11-22T08:00:00Z'),
    units: '1234',
    attempt: 0,
    ...part,
  };
}

export async function submitOne(provider: CloudProvider, charge: CloudUsage): Promise<SendOutcome> {
  const [outcome, ...others] = await provider.submit([charge], limits);
  if (!outcome || others.length > 0) throw new Error('one charge has one outcome');
  return outcome;
}

/** `now` at each look at the clock, the last one from then on. */
export function clock(...times: string[]): () => Instant {
  const instants = times.map(instant);
  let look = 0;
  return () => {
    const time = instants[Math.min(look++, instants.length - 1)];
    if (!time) throw new Error('a clock needs a time');
    return time;
  };
}
