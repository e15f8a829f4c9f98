/** A seeded generator (sfc32): the same numbers for the same seed on any machine. Integers only. */
export class Random {
  #a: number;
  #b: number;
  #c = 0x9e3779b9 | 0;
  #counter = 1;

  constructor(seed: number) {
    this.#a = seed | 0;
    this.#b = Math.floor(seed / 2 ** 32) | 0;
    // Neighbouring seeds differ in a few bits only; this many rounds spread them over the state.
    for (let round = 0; round < 15; round++) this.#next();
  }

  /** 0 up to, not including, `limit`. */
  below(limit: number): number {
    return Math.floor((this.#next() * limit) / 2 ** 32);
  }

  /** `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  /** Every size class between `low` and `high` alike: as many from 1 to 2 as from 2 to 4. */
  logBetween(low: number, high: number): number {
    const steps = [low];
    for (let step = low; step * 5 <= high * 4;) {
      step = Math.floor((step * 5) / 4);
      steps.push(step);
    }
    const index = this.below(steps.length);
    return this.between(steps[index] ?? low, steps[index + 1] ?? high);
  }

  oneIn(count: number): boolean {
    return this.below(count) === 0;
  }

  pick<T>(from: readonly [T, ...T[]]): T {
    return from[this.below(from.length)] ?? from[0];
  }

  digits(count: number): string {
    return this.#text('0123456789', count);
  }

  hex(count: number): string {
    return this.#text('0123456789abcdef', count);
  }

  lettersAndDigits(count: number): string {
    return this.#text('abcdefghijklmnopqrstuvwxyz0123456789', count);
  }

  #text(alphabet: string, count: number): string {
    let text = '';
    for (let place = 0; place < count; place++) text += alphabet[this.below(alphabet.length)];
    return text;
  }

  #next(): number {
    const mixed = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + mixed) | 0;
    return mixed >>> 0;
  }
}
