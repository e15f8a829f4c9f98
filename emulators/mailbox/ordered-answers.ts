/** What the next ones are answered, in place of yes. */
export class OrderedAnswers {
  #status = 0;
  #left = 0;

  /** Replaces an order of before. */
  order({ status, times }: { status: number; times: number }): void {
    this.#status = status;
    this.#left = times;
  }

  /** @returns undefined where nothing is ordered */
  next(): number | undefined {
    if (this.#left === 0) return undefined;
    this.#left -= 1;
    return this.#status;
  }
}
