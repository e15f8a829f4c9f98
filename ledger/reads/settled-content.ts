import type { Day } from '../../domain/billing-cycle.js';
import type { SettlementEnd } from '../../domain/line-amounts.js';
import type { Deduction, SettlementLine } from '../../domain/settlement.js';
import { settlementLines } from '../bill-lines.js';
import type { Ledger } from '../ledger-context.js';
import type { SettlementDocument } from '../settlement-documents.js';
import { contentOf, readParts } from '../settlement-mapping.js';

/** A settlement with all its lines; one that was set aside unopened shows those of its bills. */
export interface SettledContent {
  settlement: SettlementDocument;
  lines: SettlementLine[];
  deductions: Deduction[];
}

const settlementsAtOnce = 32;

/** The settlements of an account's days, or supplement `n` of them, in the order of day and supplement, some at a time. */
export async function* readSettledContent(
  ledger: Ledger,
  { account, from, to, n }: { account: string; from: Day; to: Day; n?: number },
): AsyncGenerator<SettledContent> {
  const cursor = ledger.collections.settlements
    .find(
      { account, cycle: { $gte: from, $lte: to }, ...(n === undefined ? {} : { n }) },
      { batchSize: settlementsAtOnce },
    )
    .sort({ account: 1, cycle: 1, n: 1 });
  try {
    for await (const settlement of cursor) yield await contentWithParts(ledger, settlement);
  } finally {
    await cursor.close();
  }
}

async function contentWithParts(
  ledger: Ledger,
  settlement: SettlementDocument,
): Promise<SettledContent> {
  if (settlement.step === 0) {
    const { account, cycle: day, n } = settlement;
    const bills = await ledger.collections.bills.find({ account, day, settlement: n }).toArray();
    return { settlement, lines: settlementLines(bills), deductions: [] };
  }
  const parts = await readParts(ledger, [settlement]);
  return { settlement, ...contentOf(settlement, parts.get(settlement._id)) };
}

/** What the amounts of its lines depend on. */
export function endOf({
  state,
  charges,
}: Pick<SettlementDocument, 'state' | 'charges'>): SettlementEnd {
  return {
    refused: new Set(
      charges.filter((each) => each.state === 'refused').map(({ cloudAccount }) => cloudAccount),
    ),
    ended: state === 'done' || state === 'charging',
  };
}
