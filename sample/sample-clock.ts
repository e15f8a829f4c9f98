import { centerZones, cycleEnd, type Currency, type Day } from '../domain/billing-cycle.js';
import { Deck } from './deck.js';
import type { Random } from './random.js';

export interface Period {
  from?: string;
  until?: string;
}

const minute = 60_000;
const daySeconds = 86_400;

/** Where the people sat who wrote the times down, in minutes east of Greenwich. */
const offsets: readonly (readonly [minutes: number, count: number])[] = [
  [480, 8],
  [0, 4],
  [-480, 1],
  [60, 1],
  [120, 1],
  [330, 1],
  [420, 1],
];

/** Writes times around the end of the day's cycle, E of domain rule 1, in mixed offsets. */
export class SampleClock {
  readonly #random: Random;
  readonly #ends: Readonly<Record<Currency, number>>;
  readonly #offsets: Deck<number>;
  readonly #expiries: Deck<'none' | 'later' | 'at the end'>;
  readonly #starts: Deck<'none' | 'earlier' | 'last second'>;

  constructor(random: Random, day: Day) {
    this.#random = random;
    this.#ends = {
      CNY: Date.parse(cycleEnd(day, centerZones.CNY)),
      USD: Date.parse(cycleEnd(day, centerZones.USD)),
    };
    this.#offsets = new Deck(random, offsets);
    this.#expiries = new Deck(random, [
      ['none', 4],
      ['later', 10],
      ['at the end', 1],
    ]);
    this.#starts = new Deck(random, [
      ['none', 3],
      ['earlier', 12],
      ['last second', 1],
    ]);
  }

  /** Of a voucher that may pay, also by a hair's breadth. */
  valid(currency: Currency): Period {
    const start = this.#starts.deal();
    const expiry = this.#expiries.deal();
    return {
      ...(start === 'none'
        ? {}
        : {
            from: start === 'earlier' ? this.daysBefore(currency, 1, 300) : this.#at(currency, -1),
          }),
      ...(expiry === 'none'
        ? {}
        : {
            until: expiry === 'later' ? this.#daysAfter(currency, 2, 400) : this.#at(currency, 0),
          }),
    };
  }

  /** Expired within the day, at the latest in its last second. */
  expired(currency: Currency): Required<Period> {
    return {
      from: this.daysBefore(currency, 100, 400),
      until: this.#random.oneIn(3) ? this.#at(currency, -1) : this.daysBefore(currency, 2, 90),
    };
  }

  /** Begins after the day, at the earliest with the next one. */
  notYetValid(currency: Currency): Required<Period> {
    return {
      from: this.#random.oneIn(3) ? this.#at(currency, 0) : this.#daysAfter(currency, 1, 30),
      until: this.#daysAfter(currency, 40, 400),
    };
  }

  daysBefore(currency: Currency, least: number, most: number): string {
    const days = this.#random.between(least, most);
    return this.#at(currency, -days * daySeconds - this.#random.below(daySeconds));
  }

  #daysAfter(currency: Currency, least: number, most: number): string {
    return this.#at(currency, this.#random.between(least, most) * daySeconds);
  }

  #at(currency: Currency, secondsFromEnd: number): string {
    const offset = this.#offsets.deal();
    const local = this.#ends[currency] + secondsFromEnd * 1_000 + offset * minute;
    return `${new Date(local).toISOString().slice(0, 19)}${offsetText(offset)}`;
  }
}

function offsetText(minutes: number): string {
  if (minutes === 0) return 'Z';
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${twoDigits(Math.floor(size / 60))}:${twoDigits(size % 60)}`;
}

function twoDigits(count: number): string {
  return String(count).padStart(2, '0');
}
