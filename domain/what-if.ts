import type { Instant } from './instant.js';
import type { Instrument } from './instrument.js';
import { add, zero, type Amount } from './money.js';
import type { SettlementMethod, VoucherType } from './records.js';
import { repay, type Owed, type Repayment } from './repayment.js';
import type { SettlementInHand } from './settlement-step.js';
import type { SettlementLine } from './settlement.js';

/** What might be different when a day is settled. */
export interface WhatIf {
  /** Money that comes in before: it repays what is owed first (domain rule 11). */
  recharge?: Amount | undefined;
  /** Other settlement methods of workspaces, as if they held on the day already. */
  methods?: readonly { workspace: string; settlement: SettlementMethod }[] | undefined;
  /** Granted now, so that it does not pay days that are over (domain rule 5). */
  voucher?: WhatIfVoucher | undefined;
}

export interface WhatIfVoucher {
  type: VoucherType;
  amount: Amount;
  minSpend?: Amount | undefined;
  singleUse?: boolean | undefined;
  expiresAt?: Instant | undefined;
}

/** The id of the voucher that is not there: no record may have it, for want of a letter at its start. */
export const whatIfVoucherId = '(what if)';

export interface Changed {
  inHand: SettlementInHand;
  repayments: Repayment[];
}

/** The settlement as it would be with these changes; who owes what is `owed`. */
export function withChanges(
  inHand: SettlementInHand,
  { owed, whatIf, now }: { owed: readonly Owed[]; whatIf: WhatIf; now: Instant },
): Changed {
  const { recharge = zero, methods = [], voucher } = whatIf;
  const { repayments, rest } = repay(recharge, owed);
  const settlements = new Map(methods.map((each) => [each.workspace, each.settlement]));
  const lines = inHand.lines.map((line) => withMethod(line, settlements.get(line.workspace)));
  const instruments = voucher
    ? [...inHand.instruments, voucherOf(voucher, now)]
    : inHand.instruments;
  return {
    inHand: { ...inHand, lines, instruments, cash: add(inHand.cash, rest) },
    repayments,
  };
}

function withMethod(
  { cloudAccount: _before, ...line }: SettlementLine,
  settlement: SettlementMethod | undefined,
): SettlementLine {
  if (!settlement) return _before === undefined ? line : { ...line, cloudAccount: _before };
  return settlement.method === 'enterprise'
    ? { ...line, method: 'enterprise' }
    : { ...line, method: 'cloud', cloudAccount: settlement.cloudAccount };
}

function voucherOf(
  { type, amount, minSpend, singleUse, expiresAt }: WhatIfVoucher,
  now: Instant,
): Instrument {
  return {
    kind: type === 'ordinary' ? 'ordinary-voucher' : 'full-reduction-voucher',
    id: whatIfVoucherId,
    balance: amount,
    ...(minSpend === undefined ? {} : { minSpend }),
    ...(singleUse === undefined ? {} : { singleUse }),
    startsAt: now,
    expiresAt,
  };
}
