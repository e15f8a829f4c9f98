import type { Provider } from '../domain/records.js';

/** What reconciling reads of a line; a form names the headings of those that its file has. */
export const reportFields = [
  /** The vendor's own name of the line. */
  'record',
  /** When the line was last changed: of lines with the same `record` the newest holds. */
  'changed',
  /** INSERT, UPDATE or DELETE. */
  'change',
  /** Our key of the charge, as the adapter sends it. */
  'key',
  'customer',
  'instance',
  'dimension',
  /** The metered hour, from and to; or the UTC day, where the vendor only says that. */
  'from',
  'to',
  'day',
  /** Whole units; or, where there is no such column, money, at 0.01 a unit. */
  'units',
  'amount',
  'currency',
  /** Whether it is usage at all: a refund or an order of a month is not. */
  'kind',
  /** Why the vendor does not bill the line; empty where it does. */
  'refusal',
] as const;

export type ReportField = (typeof reportFields)[number];

/** A file in a vendor's own form: a table of headings, and what a few of its words mean. */
export interface ReportForm {
  readonly provider: Provider;
  /** Where it comes from, for messages. */
  readonly name: string;
  /** Each field under any of these headings, the first that the file has. */
  readonly headings: Readonly<Partial<Record<ReportField, readonly string[]>>>;
  /** A file is of this form when it has a heading of each of these, and one of units or of money. */
  readonly needs: readonly ReportField[];
  /** Of times that are written without one: 'Z', '+08:00'. */
  readonly offset: string;
  /** The words of `kind`; one that is in neither list makes the file a bad one. */
  readonly usageKinds?: readonly string[];
  readonly otherKinds?: readonly string[];
  /** The words of `refusal` that say the line is billed; an empty cell says so as well. */
  readonly billedWords?: readonly string[];
  /** How the vendor's records name our key; as it is where nothing is said. */
  readonly keyInRecords?: (key: string) => string;
  /** Why a file of this form cannot be compared, and what can. */
  readonly unusable?: string;
}
