import { statementColumns } from '../../domain/statement.js';
import { settledSample } from './statement-shares.js';

const seeds = Array.from({ length: 20 }, (_, index) => index + 1);

describe.each([300, 1_000])('a settled sample of %i accounts', (accounts) => {
  it.each(seeds)('gives every column at least 2 %% of each currency, seed %i', (seed) => {
    const { CNY, USD, accountsInArrears } = settledSample(accounts, seed);
    for (const column of statementColumns) {
      expect({ column, share: CNY[column], enough: CNY[column] >= 2 }).toMatchObject({
        enough: true,
      });
      expect({ column, share: USD[column], enough: USD[column] >= 2 }).toMatchObject({
        enough: true,
      });
    }
    expect(accountsInArrears).toBeGreaterThanOrEqual(5);
    expect(accountsInArrears).toBeLessThanOrEqual(15);
  });
});
