import type { Instant } from '../../domain/instant.js';
import { isSubscribedOn, unsubscriptionPolicies } from '../../domain/unsubscription.js';

const subscribedUntil = '2026-11-20T16:00:00.000Z' as Instant;

describe('a subscription', () => {
  it('holds for the whole day in which it ends, in the zone of the center', () => {
    const ended = { subscribed: true, subscribedUntil };
    expect(isSubscribedOn('2026-11-20', ended, 'UTC')).toBe(true);
    expect(isSubscribedOn('2026-11-21', ended, 'UTC')).toBe(false);
    // 00:00 of the 21st in Shanghai.
    expect(isSubscribedOn('2026-11-21', ended, 'Asia/Shanghai')).toBe(true);
    expect(isSubscribedOn('2026-11-22', ended, 'Asia/Shanghai')).toBe(false);
  });

  it('holds for every day where no end is known, and for none where it was imported as ended', () => {
    expect(isSubscribedOn('2999-01-01', { subscribed: true }, 'UTC')).toBe(true);
    expect(isSubscribedOn('2000-01-01', { subscribed: false }, 'UTC')).toBe(false);
    expect(isSubscribedOn('2000-01-01', { subscribed: false, subscribedUntil }, 'UTC')).toBe(false);
  });

  it('ends as its vendor has it', () => {
    expect(unsubscriptionPolicies).toEqual({
      'alibaba-cloud': 'switch',
      aws: 'lock',
      'huawei-cloud': 'lock',
    });
  });
});
