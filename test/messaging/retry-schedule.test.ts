import { retryDelayMs } from '../../messaging/retry-schedule';

describe('the wait before a delivery is tried again', () => {
  it.each([
    [1, '5 s', 5_000],
    [2, '5 min', 300_000],
    [3, '30 min', 1_800_000],
    [4, '2 h', 7_200_000],
    [5, '5 h', 18_000_000],
    [6, '10 h', 36_000_000],
    [7, '14 h', 50_400_000],
    [8, '20 h', 72_000_000],
    [9, '24 h', 86_400_000],
  ])('after %i failed tries is %s', (failed, _, ms) => {
    expect(retryDelayMs(failed)).toBe(ms);
  });

  it.each([10, 11, 1_000])('after %i failed tries there is none: it is given up', (failed) => {
    expect(retryDelayMs(failed)).toBeUndefined();
  });

  it.each([0, -1, 1.5, Number.NaN])('of %d failed tries is nonsense', (failed) => {
    expect(() => retryDelayMs(failed)).toThrow('only a delivery that has failed is tried again');
  });
});
