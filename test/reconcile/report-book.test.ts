import { instant } from '../support/cloud-usage.js';
import { isAbout, ReportBook, usageOf } from '../../reconcile/report-book.js';
import type { ReportLine } from '../../reconcile/report-line.js';

const registered = { customer: '123456789012', instance: 'ins-1' };
const owner = {
  ...registered,
  recordedKey: 'sn-1',
  hour: instant('2026-11-22T08:00:00Z'),
  dimension: 'usage_cents',
  currency: 'USD' as const,
};

function line(part: Partial<ReportLine>): ReportLine {
  return {
    at: 'r.csv:2',
    id: 'r.csv:2',
    deleted: false,
    instance: 'ins-1',
    from: instant('2026-11-22T08:00:00Z'),
    to: instant('2026-11-22T09:00:00Z'),
    units: 1234n,
    ...part,
  };
}

function bookOf(...lines: Partial<ReportLine>[]): ReportBook {
  const book = new ReportBook([registered]);
  for (const each of lines) book.add(line(each));
  return book;
}

function coverageOf(book: ReportBook): boolean[] {
  return [book.covers('CNY'), book.covers('USD')];
}

describe('a book of reports', () => {
  it('adds up the lines of one time, and lines of two exports once', () => {
    const book = bookOf({ id: 'a' }, { id: 'b', units: 6n }, { id: 'a' });
    expect(book.groupsOf(registered).map(usageOf)).toMatchObject([{ units: 1240n, lines: 2 }]);
  });

  it('takes a line as it was last changed, whatever the order of the files', () => {
    const changes = [
      { id: 'a', units: 5n, changed: instant('2026-11-24T00:00:00Z') },
      { id: 'a', units: 9n, changed: instant('2026-11-23T00:00:00Z') },
    ];
    for (const lines of [changes, changes.toReversed()])
      expect(
        bookOf(...lines)
          .groupsOf(registered)
          .map(usageOf),
      ).toMatchObject([{ units: 5n }]);
    const deleted = { id: 'a', deleted: true, changed: instant('2026-11-25T00:00:00Z') };
    expect(
      bookOf(...changes, deleted)
        .groupsOf(registered)
        .map(usageOf),
    ).toMatchObject([{ units: 0n, lines: 0 }]);
  });

  it('counts what the vendor does not bill as nothing, and says why', () => {
    const [group] = bookOf({ refusal: '010' }).groupsOf(registered);
    expect(group && usageOf(group)).toMatchObject({ units: 0n, refusal: '010' });
  });

  it('keeps nothing about strangers', () => {
    const book = bookOf({ instance: 'ins-9' });
    expect([book.strangers, book.groupsOf(registered)]).toEqual([1, []]);
  });

  it('covers the currencies that its lines name, and every one where none does', () => {
    expect(coverageOf(bookOf({ currency: 'CNY' }))).toEqual([true, false]);
    expect(coverageOf(bookOf({}))).toEqual([true, true]);
    expect(coverageOf(bookOf())).toEqual([true, true]);
  });
});

describe('a line is about a charge', () => {
  it.each<[string, Partial<ReportLine>, boolean]>([
    ['of its instance and hour', {}, true],
    ['with its key', { key: 'sn-1' }, true],
    ['with another key', { key: 'sn-2' }, false],
    ['of its dimension', { dimension: 'usage_cents' }, true],
    ['of another dimension', { dimension: 'usage_fen' }, false],
    ['of another currency', { currency: 'CNY' }, false],
    [
      'of the next hour',
      { from: instant('2026-11-22T09:00:00Z'), to: instant('2026-11-22T10:00:00Z') },
      false,
    ],
    [
      'of its day',
      { from: instant('2026-11-22T00:00:00Z'), to: instant('2026-11-23T00:00:00Z') },
      true,
    ],
  ])('%s', (_, part, is) => {
    const [group] = bookOf(part).groupsOf(registered);
    expect(group && isAbout(group, owner)).toBe(is);
  });

  it('that names the customer alone', () => {
    const { instance: _, ...rest } = line({ customer: '123456789012' });
    const book = new ReportBook([registered]);
    book.add(rest);
    const [group] = book.groupsOf(registered);
    expect(group && isAbout(group, owner)).toBe(true);
    expect(group && isAbout(group, { ...owner, customer: '210987654321' })).toBe(false);
  });
});
