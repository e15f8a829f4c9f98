import type { Currency } from '../domain/billing-cycle.js';
import type { Provider } from '../domain/records.js';

/** A customer's agreement with us, as the vendor has it on its books. */
export interface Subscriber {
  provider: Provider;
  customer: string;
  instance: string;
  region?: string;
  currency?: Currency;
  /** The listing it belongs to; records of two listings may not share a request. */
  product?: string;
  subscribed: boolean;
}

export interface InstanceName {
  provider: Provider;
  instance: string;
}

/** A list, or a function that is asked for the subscribers of an instance. */
export type SubscriberSource =
  readonly Subscriber[] | ((name: InstanceName) => readonly Subscriber[]);

export class Subscribers {
  readonly #find: ((name: InstanceName) => readonly Subscriber[]) | undefined;
  readonly #listed: Map<string, Subscriber[]> | undefined;

  /** Without a source everybody is subscribed. */
  constructor(source: SubscriberSource | undefined) {
    if (source === undefined || typeof source === 'function') {
      this.#find = source;
      return;
    }
    const listed = new Map<string, Subscriber[]>();
    for (const subscriber of source) {
      const key = keyOf(subscriber);
      listed.set(key, [...(listed.get(key) ?? []), subscriber]);
    }
    this.#listed = listed;
    this.#find = (name) => listed.get(keyOf(name)) ?? [];
  }

  /** undefined: no list was given, whoever it is exists and is subscribed. */
  of(name: InstanceName): readonly Subscriber[] | undefined {
    return this.#find?.(name);
  }

  /** Those of a list, for people to look at; a function cannot be listed. */
  listed(provider: Provider): Subscriber[] | undefined {
    if (!this.#listed) return undefined;
    return [...this.#listed.values()].flat().filter((each) => each.provider === provider);
  }
}

function keyOf({ provider, instance }: InstanceName): string {
  return `${provider} ${instance}`;
}
