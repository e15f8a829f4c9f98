import * as fc from 'fast-check';
import type { SettlementMethod } from '../../domain/records.js';
import {
  checkOneChangeAMonth,
  comingTerm,
  formerTerm,
  hasSettlement,
  withTerm,
} from '../../domain/workspace-changes.js';
import { termOn, type AskedChange, type WorkspaceTerm } from '../../domain/workspace-terms.js';

const imported: WorkspaceTerm[] = [{ from: '0001-01-01', account: 'a', method: 'enterprise' }];
const enterprise: SettlementMethod = { method: 'enterprise' };
const cloud: SettlementMethod = { method: 'cloud', cloudAccount: 'ca' };

function asked(change: AskedChange['change'], on: string): AskedChange {
  return { change, on, command: `a/${on}` };
}

function changed(terms: readonly WorkspaceTerm[], settlement: SettlementMethod, on: string) {
  return withTerm(terms, { account: 'a', settlement }, asked('method', on));
}

describe('changes of a workspace', () => {
  it('hold from the day after the request on, whatever month or year that is in', () => {
    const terms = changed(imported, cloud, '2026-12-31');
    expect(termOn(terms, '2026-12-31')).toEqual(imported[0]);
    expect(termOn(terms, '2027-01-01')).toMatchObject({ method: 'cloud', cloudAccount: 'ca' });
    expect(comingTerm(terms, '2026-12-31')).toMatchObject({ from: '2027-01-01' });
    expect(comingTerm(changed(imported, cloud, '2028-02-28'), '2028-02-28')).toMatchObject({
      from: '2028-02-29',
    });
  });

  it('of the settlement method come once in the month of their requests, not of their first days', () => {
    const terms = changed(imported, cloud, '2026-10-31');
    expect(() => checkOneChangeAMonth(terms, '2026-10-31')).toThrow(
      'changed on 2026-10-31 already',
    );
    expect(() => checkOneChangeAMonth(terms, '2026-11-01')).not.toThrow();
  });

  it('that were withdrawn count, and leave what held before', () => {
    const pending = changed(imported, cloud, '2026-10-31');
    const former = formerTerm(pending, '2026-10-31');
    expect(hasSettlement(former, enterprise)).toBe(true);
    const withdrawn = withTerm(
      pending,
      { account: 'a', settlement: enterprise },
      asked('withdraw', '2026-10-31'),
    );
    expect(termOn(withdrawn, '2026-11-01')).toMatchObject({ method: 'enterprise' });
    expect(() => checkOneChangeAMonth(withdrawn, '2026-10-31')).toThrow('once in a calendar month');
    expect(() => formerTerm(withdrawn, '2026-10-31')).toThrow('is pending');
    expect(() => formerTerm(pending, '2026-11-01')).toThrow('is pending');
    expect(() => formerTerm(imported, '2026-11-01')).toThrow('is pending');
  });

  it('count where a workspace is unbound and bound to the same account with another method', () => {
    const free = withTerm(
      imported,
      { account: '', settlement: enterprise },
      asked('unbind', '2026-10-05'),
    );
    const rebound = (account: string, settlement: SettlementMethod) =>
      withTerm(free, { account, settlement }, asked('bind', '2026-10-05'));
    expect(() => checkOneChangeAMonth(rebound('a', cloud), '2026-10-06')).toThrow('already');
    for (const uncounted of [rebound('a', enterprise), rebound('b', cloud)])
      expect(() => checkOneChangeAMonth(uncounted, '2026-10-06')).not.toThrow();
  });

  it('never overwrite a term, and never change a day that has begun', () => {
    const days = fc
      .uniqueArray(fc.integer({ min: 1, max: 28 }), { minLength: 1, maxLength: 8 })
      .map((all) => all.toSorted((a, b) => a - b));
    fc.assert(
      fc.property(days, fc.infiniteStream(fc.boolean()), (of, coins) => {
        let terms: readonly WorkspaceTerm[] = imported;
        for (const each of of) {
          const on = `2026-02-${each.toString().padStart(2, '0')}`;
          const before = terms;
          const isCloud = coins.next().value === true;
          terms = changed(before, isCloud ? cloud : enterprise, on);
          expect(terms.slice(0, -1)).toEqual(before);
          expect(termOn(terms, on)).toEqual(termOn(before, on));
          expect(comingTerm(terms, on)).toBe(terms.at(-1));
        }
      }),
    );
  });
});
