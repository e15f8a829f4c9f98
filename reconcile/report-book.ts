import type { Currency } from '../domain/billing-cycle.js';
import type { Instant } from '../domain/instant.js';
import type { VendorUsage } from './compare-charges.js';
import type { ReportLine } from './report-line.js';

/** What makes a charge the one that a line is about. */
export interface LineOwner {
  customer: string;
  instance: string;
  /** Our key, as the vendor's records name it. */
  recordedKey: string;
  hour: Instant;
  dimension: string;
  currency: Currency;
}

/** Lines of one customer, or instance, and one time: what a charge, or those of a day, are compared with. */
export interface LineGroup extends Pick<
  ReportLine,
  'key' | 'customer' | 'instance' | 'dimension' | 'currency' | 'from' | 'to'
> {
  records: Pick<ReportLine, 'id' | 'changed' | 'deleted' | 'units' | 'refusal' | 'at'>[];
}

/**
 * The reports of one vendor, as far as they are about customers of ours: it grows with them, not with
 * the files, of which lines about others are only counted.
 */
export class ReportBook {
  readonly #known: { customers: ReadonlySet<string>; instances: ReadonlySet<string> };
  readonly #groups = new Map<string, Map<string, LineGroup>>();
  readonly #currencies = new Set<Currency | 'any'>();
  #from: Instant | undefined;
  #to: Instant | undefined;
  #strangers = 0;

  constructor(accounts: readonly { customer: string; instance: string }[]) {
    this.#known = {
      customers: new Set(accounts.map(({ customer }) => customer)),
      instances: new Set(accounts.map(({ instance }) => instance)),
    };
  }

  /** How many lines are about nobody that is registered. */
  get strangers(): number {
    return this.#strangers;
  }

  /** From the first line's time to the last one's; undefined while there is no line. */
  get period(): { from: Instant; to: Instant } | undefined {
    return this.#from && this.#to && { from: this.#from, to: this.#to };
  }

  add(line: ReportLine): void {
    this.#currencies.add(line.currency ?? 'any');
    if (this.#from === undefined || line.from < this.#from) this.#from = line.from;
    if (this.#to === undefined || line.to > this.#to) this.#to = line.to;
    if (this.isOfStranger(line)) this.#strangers++;
    else remember(this.#groupFor(line), line);
  }

  isOfStranger({ customer, instance }: ReportLine): boolean {
    const { customers, instances } = this.#known;
    return instance === undefined
      ? customer === undefined || !customers.has(customer)
      : !instances.has(instance);
  }

  /** Whether a charge of this currency should stand in the reports, where its hour is of their time. */
  covers(currency: Currency): boolean {
    const covered = this.#currencies;
    return covered.size === 0 || covered.has('any') || covered.has(currency);
  }

  /** Groups about a customer or one of his instances. */
  groupsOf({ customer, instance }: { customer: string; instance: string }): LineGroup[] {
    return [
      ...(this.#groups.get(nameOf({ instance }))?.values() ?? []),
      ...(this.#groups.get(nameOf({ customer }))?.values() ?? []),
    ];
  }

  #groupFor(line: ReportLine): LineGroup {
    const name = nameOf(line);
    const groups = this.#groups.get(name) ?? new Map<string, LineGroup>();
    if (groups.size === 0) this.#groups.set(name, groups);
    const { key, customer, instance, dimension, currency, from, to } = line;
    const aspect = JSON.stringify([from, to, key, dimension, currency]);
    const found = groups.get(aspect);
    if (found) return found;
    const given = { key, customer, instance, dimension, currency };
    const group: LineGroup = {
      ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
      from,
      to,
      records: [],
    };
    groups.set(aspect, group);
    return group;
  }
}

/** Whether a line says what it says of this charge: all that it names must fit. */
export function isAbout(group: LineGroup, owner: LineOwner): boolean {
  const { from, to, key, instance, customer, dimension, currency } = group;
  return (
    owner.hour >= from &&
    owner.hour < to &&
    fits(key, owner.recordedKey) &&
    (instance === undefined ? fits(customer, owner.customer) : instance === owner.instance) &&
    fits(dimension, owner.dimension) &&
    fits(currency, owner.currency)
  );
}

function fits(wanted: string | undefined, found: string): boolean {
  return wanted === undefined || wanted === found;
}

/** What the lines of a group come to: those that were deleted or are not billed come to nothing. */
export function usageOf({ records }: LineGroup): VendorUsage {
  const standing = records.filter(({ deleted }) => !deleted);
  const billed = standing.filter(({ refusal, units }) => refusal === undefined && units > 0n);
  return {
    units: billed.reduce((total, { units }) => total + units, 0n),
    lines: billed.length,
    at: (billed[0] ?? standing[0])?.at,
    refusal: standing.find(({ refusal }) => refusal !== undefined)?.refusal,
  };
}

function remember({ records }: LineGroup, line: ReportLine): void {
  const { id, changed, deleted, units, refusal, at } = line;
  const place = records.findIndex((each) => each.id === id);
  const before = records[place];
  const record = {
    id,
    deleted,
    units,
    at,
    ...(changed === undefined ? {} : { changed }),
    ...(refusal === undefined ? {} : { refusal }),
  };
  if (!before) records.push(record);
  else if ((before.changed ?? '') <= (changed ?? '')) records[place] = record;
}

function nameOf({ customer, instance }: { customer?: string; instance?: string }): string {
  return instance === undefined ? `customer ${customer}` : `instance ${instance}`;
}
