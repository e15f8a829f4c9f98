import type { ReportField, ReportForm } from '../providers/report-form.js';
import {
  readCurrency,
  readEnd,
  readMinorUnits,
  readTime,
  readUnits,
  readUtcDay,
} from './read-cell.js';
import type { ReportLine } from './report-line.js';

/** Where each field of a form stands in the rows of a file. */
export type Places = ReadonlyMap<ReportField, number>;

export class CellProblem extends Error {
  override readonly name = 'CellProblem';
}

/** @throws CellProblem @returns undefined for what is no usage: a refund, an order of a month */
export function readReportLine(
  form: ReportForm,
  { places, row, at }: { places: Places; row: readonly string[]; at: string },
): ReportLine | undefined {
  const cell = (field: ReportField): string => (row[places.get(field) ?? -1] ?? '').trim();
  const read = <T>(field: ReportField, reader: (text: string) => T | undefined): T => {
    const text = cell(field);
    const value = reader(text);
    if (value !== undefined) return value;
    const name = form.headings[field]?.[0] ?? field;
    throw new CellProblem(text === '' ? `${name}: is empty` : `${name}: cannot be "${text}"`);
  };
  if (!isUsage(form, read, places)) return undefined;
  const { from, to } = places.has('day')
    ? read('day', readUtcDay)
    : {
        from: read('from', (text) => readTime(text, form.offset)),
        to: read('to', (text) => readEnd(text, form.offset)),
      };
  if (from >= to) throw new CellProblem('it ends before it begins');
  const units = places.has('units') ? read('units', readUnits) : read('amount', readMinorUnits);
  const refusal = refusalIn(form, cell('refusal'));
  const line = {
    ...given(cell, ['key', 'customer', 'instance', 'dimension']),
    from,
    to,
    units,
    ...(cell('currency') === '' ? {} : { currency: read('currency', readCurrency) }),
    ...(refusal === undefined ? {} : { refusal }),
  };
  if (line.instance === undefined && line.customer === undefined)
    throw new CellProblem('it names nobody');
  return { ...line, at, ...identityOf(line, { cell, read, places, form, at }) };
}

type Read = <T>(field: ReportField, reader: (text: string) => T | undefined) => T;

function isUsage(form: ReportForm, read: Read, places: Places): boolean {
  const { usageKinds, otherKinds = [] } = form;
  if (!usageKinds || !places.has('kind')) return true;
  const kind = read('kind', (text) => [...usageKinds, ...otherKinds].find((each) => each === text));
  return usageKinds.includes(kind);
}

function refusalIn({ billedWords = [] }: ReportForm, text: string): string | undefined {
  return text === '' || billedWords.includes(text) ? undefined : text;
}

/**
 * With times of change a record is its name, whatever it says now. Without them a bill's name may
 * stand on several lines: only the same line again, of another export, is the same.
 */
function identityOf(
  line: Omit<ReportLine, 'at' | 'id' | 'deleted'>,
  {
    cell,
    read,
    places,
    form,
    at,
  }: {
    cell: (field: ReportField) => string;
    read: Read;
    places: Places;
    form: ReportForm;
    at: string;
  },
): Pick<ReportLine, 'id' | 'deleted' | 'changed'> {
  const record = cell('record');
  if (!places.has('changed')) {
    const { instance = '', from, to, units } = line;
    const id = record === '' ? at : [record, instance, from, to, units].join(' ');
    return { id, deleted: false };
  }
  const changed = read('changed', (text) => readTime(text, form.offset));
  const change = places.has('change')
    ? read('change', (text) => ['INSERT', 'UPDATE', 'DELETE'].find((each) => each === text))
    : 'INSERT';
  const id = read('record', (text) => text || undefined);
  return { id, deleted: change === 'DELETE', changed };
}

function given(
  cell: (field: ReportField) => string,
  fields: readonly ('key' | 'customer' | 'instance' | 'dimension')[],
): Partial<Record<'key' | 'customer' | 'instance' | 'dimension', string>> {
  return Object.fromEntries(
    fields.map((field) => [field, cell(field)] as const).filter(([, text]) => text !== ''),
  );
}
