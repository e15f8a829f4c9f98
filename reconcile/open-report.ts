import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { CsvError, parse, type Info } from 'csv-parse';
import { SettlementError } from '../domain/settlement-error.js';
import { unreadable } from '../import/file-errors.js';
import { reportFields, type ReportField, type ReportForm } from '../providers/report-form.js';
import { reportForms } from '../providers/report-forms.js';
import { CellProblem, readReportLine, type Places } from './read-report-line.js';
import type { ReportLine } from './report-line.js';

/** A vendor's file, recognised by its headings. It may be read several times, each time from its beginning. */
export interface OpenReport {
  file: string;
  form: ReportForm;
  lines(): AsyncGenerator<ReportLine>;
  /** Lines that were no usage, in the last reading. */
  otherLines(): number;
}

const mostRowBytes = 1 << 20;

/** @throws SettlementError bad-input where it cannot be read, or is of no form that we know */
export async function openReport(file: string): Promise<OpenReport> {
  for await (const { row } of rowsOf(file)) {
    const { form, places } = recognise(row, file);
    let others = 0;
    return {
      file,
      form,
      otherLines: () => others,
      async *lines() {
        others = 0;
        for await (const line of linesOf(file, form, places)) {
          if (line) yield line;
          else others++;
        }
      },
    };
  }
  throw new SettlementError('bad-input', `${file}: is empty`);
}

async function* linesOf(
  file: string,
  form: ReportForm,
  places: Places,
): AsyncGenerator<ReportLine | undefined> {
  let first = true;
  for await (const { row, line } of rowsOf(file)) {
    const at = `${file}:${line}`;
    try {
      if (!first) yield readReportLine(form, { places, row, at });
    } catch (error) {
      if (error instanceof CellProblem)
        throw new SettlementError('bad-input', `${at}: ${error.message}`);
      throw error;
    }
    first = false;
  }
}

/** Row after row, whatever the file's size in constant memory. */
async function* rowsOf(file: string): AsyncGenerator<{ row: string[]; line: number }> {
  const parser = parse({
    bom: true,
    info: true,
    skip_empty_lines: true,
    max_record_size: mostRowBytes,
  });
  // Either stream's failure ends the other; it is heard of below, where the rows are read.
  pipeline(createReadStream(file), parser, () => undefined);
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: Info }>)
      yield { row: record, line: info.lines };
  } catch (error) {
    if (error instanceof CsvError)
      throw new SettlementError('bad-input', `${file}: ${error.message}`);
    throw unreadable(file, error);
  } finally {
    parser.destroy();
  }
}

function recognise(row: readonly string[], file: string): { form: ReportForm; places: Places } {
  const headings = row.map((heading) => heading.trim());
  const candidates = reportForms.map((form) => {
    const places = placesIn(headings, form);
    const missing: ReportField[] = form.needs.filter((field) => !places.has(field));
    if (!places.has('units') && !places.has('amount')) missing.push('units');
    return { form, places, missing };
  });
  const [found, another] = candidates.filter(({ missing }) => missing.length === 0);
  if (!found || another)
    throw new SettlementError('bad-input', `${file}:1: ${whyUnknown(candidates, another)}`);
  if (found.form.unusable !== undefined)
    throw new SettlementError(
      'bad-input',
      `${file}: the ${found.form.name} ${found.form.unusable}`,
    );
  return found;
}

function placesIn(headings: readonly string[], form: ReportForm): Places {
  const places = new Map<ReportField, number>();
  for (const field of reportFields) {
    const place = form.headings[field]
      ?.map((name) => headings.indexOf(name))
      .find((index) => index >= 0);
    if (place !== undefined) places.set(field, place);
  }
  return places;
}

function whyUnknown(
  candidates: readonly { form: ReportForm; places: Places; missing: ReportField[] }[],
  another: object | undefined,
): string {
  if (another) return 'these headings are those of two kinds of report';
  const [nearest] = candidates.toSorted(
    (a, b) => b.places.size - a.places.size || a.missing.length - b.missing.length,
  );
  if (!nearest || nearest.places.size === 0)
    return 'these are the headings of no report that is known (docs/reconcile.md)';
  const { form, missing } = nearest;
  const names = missing.map((field) => (form.headings[field] ?? [field]).join(' or '));
  return `for the ${form.name} of ${form.provider} there is no heading ${names.join(', ')}`;
}
