import { identitiesOf } from '../../import/record-identity.js';
import type { ImportRecord } from '../../domain/records.js';
import type { Amount } from '../../domain/money.js';

describe('identitiesOf', () => {
  const bill: ImportRecord = {
    kind: 'bill',
    workspace: 'wksp-1',
    day: '2026-11-22',
    lines: [
      { item: 'logs', quantity: '2000000', amount: '1.005' as Amount },
      { item: 'métriques "x"', amount: '3.00' as Amount },
    ],
  };
  // sha256sum of {"day":"2026-11-22","kind":"bill","lines":[{"amount":"1.005","item":"logs",
  // "quantity":"2000000"},{"amount":"3.00","item":"métriques \"x\""}],"workspace":"wksp-1"}, on one line
  const hash = 'd3230c86b1f410256b48397b1ac6373c4c81aed03cbb58d12166d072bb88517f';

  it('hashes a record as it always did: what was imported years ago is known again', () => {
    expect(identitiesOf(bill)).toEqual([{ id: 'bill/wksp-1/2026-11-22', hash }]);
  });

  it("does not look at the order of fields, nor at a currency that is its account's", () => {
    const { kind, workspace, day, lines } = bill;
    const other: ImportRecord = { lines, currency: 'CNY', day, workspace, kind };
    expect(identitiesOf(other)[0].hash).toBe(hash);
  });
});
