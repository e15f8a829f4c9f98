const secondMs = 1_000;

/** At most so many requests within any second; the ones that were turned away do not count. */
export class RateLimit {
  readonly #perSecond: number;
  readonly #taken = new Map<string, number[]>();

  constructor(options: { perSecond: number }) {
    this.#perSecond = options.perSecond;
  }

  /** @returns false where the caller has to wait */
  take(caller: string, nowMs: number): boolean {
    const recent = (this.#taken.get(caller) ?? []).filter((at) => at > nowMs - secondMs);
    const isFree = recent.length < this.#perSecond;
    if (isFree) recent.push(nowMs);
    this.#taken.set(caller, recent);
    return isFree;
  }
}
