/** Nonces that were used, as long as a request signed with one could still be in time. */
export class RecentNonces {
  readonly #usedAt = new Map<string, number>();
  readonly #keptMs: number;

  constructor(options: { keptMs: number }) {
    this.#keptMs = options.keptMs;
  }

  /** @returns false where it was used before */
  use(nonce: string, nowMs: number): boolean {
    this.#forget(nowMs - this.#keptMs);
    if (this.#usedAt.has(nonce)) return false;
    this.#usedAt.set(nonce, nowMs);
    return true;
  }

  /** A Map keeps the order of insertion, so the oldest are its first. */
  #forget(before: number): void {
    for (const [nonce, usedAt] of this.#usedAt) {
      if (usedAt >= before) return;
      this.#usedAt.delete(nonce);
    }
  }
}
