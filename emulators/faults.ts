import type { Provider } from '../domain/records.js';
import { strikes } from './fault-draw.js';
import { faultList, type Fault, type FaultOrder, type Mishap } from './fault-schema.js';
import type { RecordName } from './vendor-emulator.js';

export interface ActiveFault {
  fault: Fault;
  /** Requests that fitted. */
  seen: number;
  /** Requests that it struck. */
  fired: number;
}

export interface FaultTarget {
  provider: Provider;
  action: string;
  records: readonly RecordName[];
}

export interface Trouble {
  delayBeforeMs: number;
  delayAfterMs: number;
  mishap: Mishap | undefined;
}

interface Ordered extends ActiveFault {
  /** In the list, so that faults with one seed draw apart. */
  place: number;
  /** How many requests there were about the same things. */
  subjects: Map<string, number>;
}

/** What is wrong with the vendors, on order. One list for all of them, walked from its beginning. */
export class Faults {
  #ordered: Ordered[] = [];

  /** @throws ZodError for what is no fault; nothing of the list is taken then */
  add(orders: readonly FaultOrder[]): void {
    for (const fault of faultList.parse(orders)) {
      const place = this.#ordered.length;
      this.#ordered.push({ fault, place, seen: 0, fired: 0, subjects: new Map() });
    }
  }

  clear(): void {
    this.#ordered = [];
  }

  active(): ActiveFault[] {
    return this.#ordered.map(({ fault, seen, fired }) => ({ fault, seen, fired }));
  }

  /** Asked once for a connection that brings a request, before anything of it is read. */
  isOut(provider: Provider): boolean {
    let isOut = false;
    for (const ordered of this.#ordered) {
      if (ordered.fault.kind !== 'outage' || !isOf(ordered.fault, provider)) continue;
      const n = count(ordered, provider);
      if (fires(ordered, { subject: provider, n })) isOut = true;
    }
    return isOut;
  }

  /** Asked once for a request; every fault that fits counts it, whether or not another one strikes. */
  strike(target: FaultTarget): Trouble {
    const trouble: Trouble = { delayBeforeMs: 0, delayAfterMs: 0, mishap: undefined };
    if (this.#ordered.length === 0) return trouble;
    const subject = subjectOf(target);
    for (const ordered of this.#ordered) {
      const { fault } = ordered;
      if (fault.kind === 'outage' || !fits(fault, target)) continue;
      const n = count(ordered, subject);
      if (trouble.mishap !== undefined && fault.kind !== 'delay') continue;
      if (!fires(ordered, { subject, n })) continue;
      if (fault.kind !== 'delay') trouble.mishap = fault;
      else if (fault.recorded) trouble.delayAfterMs += fault.ms;
      else trouble.delayBeforeMs += fault.ms;
    }
    return trouble;
  }
}

/** Which records of a request a partial fault leaves out. */
export function leftOutBy(
  fault: Extract<Mishap, { kind: 'partial' }>,
  records: readonly RecordName[],
): Set<number> {
  const { match, processed = Math.floor(records.length / 2) } = fault;
  const isNamed = match?.customer !== undefined || match?.instance !== undefined;
  return new Set(
    [...records.keys()].filter((index) => {
      const record = records[index];
      return isNamed ? record !== undefined && names(match, record) : index >= processed;
    }),
  );
}

/** @returns which of the requests about the same things this is, from 1 */
function count(ordered: Ordered, subject: string): number {
  ordered.seen += 1;
  const n = (ordered.subjects.get(subject) ?? 0) + 1;
  ordered.subjects.set(subject, n);
  return n;
}

function fires(ordered: Ordered, { subject, n }: { subject: string; n: number }): boolean {
  const { fault, place } = ordered;
  const { nth, times, probability = 1, seed = 0 } = fault;
  if (nth !== undefined && ordered.seen !== nth) return false;
  if (times !== undefined && ordered.fired >= times) return false;
  if (!strikes(probability, { seed, place, subject, n })) return false;
  ordered.fired += 1;
  return true;
}

function fits(fault: Fault, { provider, action, records }: FaultTarget): boolean {
  if (!isOf(fault, provider)) return false;
  const { match } = fault;
  if (match === undefined) return true;
  if (match.action !== undefined && match.action !== action) return false;
  if (match.customer === undefined && match.instance === undefined) return true;
  return records.some((record) => names(match, record));
}

function isOf(fault: Fault, provider: Provider): boolean {
  return fault.provider === undefined || fault.provider === provider;
}

function names(match: { customer?: string; instance?: string }, record: RecordName): boolean {
  return (
    (match.customer === undefined || match.customer === record.customer) &&
    (match.instance === undefined || match.instance === record.instance)
  );
}

function subjectOf({ provider, action, records }: FaultTarget): string {
  const about = records.map(({ instance }) => instance).toSorted((a, b) => (a < b ? -1 : 1));
  return [provider, action, ...about].join(' ');
}
