import { parseAmount } from '../../domain/money.js';
import { isRestricted } from '../../domain/records.js';
import type { SettlementInHand } from '../../domain/settlement-step.js';
import type { SettlementLine } from '../../domain/settlement.js';
import { day, end } from './domain-arbitraries.js';

/** A line of workspace `w`: logs, settled by the enterprise method unless a cloud account is named. */
export function lineOf(of: {
  amount: string;
  item?: string;
  workspace?: string;
  site?: string;
  cloudAccount?: string;
}): SettlementLine {
  const { amount, item = 'logs', workspace = 'w', site = 'cn1', cloudAccount } = of;
  return {
    workspace,
    site,
    item,
    restricted: isRestricted(item),
    method: cloudAccount === undefined ? 'enterprise' : 'cloud',
    ...(cloudAccount === undefined ? {} : { cloudAccount }),
    amount: parseAmount(amount),
  };
}

/** A settlement of account `acct` on 2026-11-22 that nobody has paid anything of. */
export function inHandWith(given: Partial<SettlementInHand>): SettlementInHand {
  const lines = given.lines ?? [];
  return {
    account: 'acct',
    day,
    n: 1,
    end,
    eligibleSpend: parseAmount('0.00'),
    lines,
    due: lines.map(({ amount }) => amount),
    instruments: [],
    cash: parseAmount('0.00'),
    cloudAccounts: new Map(),
    ...given,
  };
}
