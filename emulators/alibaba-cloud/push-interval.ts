import type { Books } from '../books.js';

const intervalMs = 60_000;

/** One request for an instance in 60 seconds, across restarts: the books know the last one. */
export class PushInterval {
  readonly #lastAt = new Map<string, number>();

  constructor(books: Books) {
    for (const { instance, lastAt } of books.entries()) this.push([instance], new Date(lastAt));
  }

  isTooSoon(instances: readonly string[], now: Date): boolean {
    return instances.some((instance) => {
      const last = this.#lastAt.get(instance);
      return last !== undefined && now.getTime() < last + intervalMs;
    });
  }

  push(instances: readonly string[], now: Date): void {
    for (const instance of instances) {
      this.#lastAt.set(instance, Math.max(now.getTime(), this.#lastAt.get(instance) ?? 0));
    }
  }
}
