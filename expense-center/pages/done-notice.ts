import { formatAmount, isZero, parseAmount } from '../../domain/money.js';
import { readCommand } from '../../ledger/reads/read-command.js';
import { sayWord } from './texts/say.js';
import type { Visit } from './visit.js';

/**
 * What the command that the visitor has just given came to, as the audit trail has it; nothing where
 * the address speaks of none, or of somebody else's.
 */
export async function doneNotice({
  ledger,
  principal,
  query,
  say,
}: Visit): Promise<string[] | undefined> {
  const { done } = query;
  if (done === undefined) return undefined;
  const command = await readCommand(ledger, { id: done });
  if (!command || command.actor.id !== principal.id) return undefined;
  const { name, content, result } = command;
  const values = { ...textsOf(content), ...textsOf(result) };
  const more = moreOf(name, result, values);
  return [
    sayWord((text) => say(text, values), 'done', name),
    ...more.map((text) => say(text, values)),
  ];
}

type MoreText = 'done.buyCard.gift' | 'done.repaid' | 'done.confirmRecharge.cash';

function moreOf(
  name: string,
  { gift }: Record<string, unknown>,
  values: Record<string, string>,
): MoreText[] {
  if (name === 'buyCard' && typeof gift === 'object' && gift !== null) {
    const { voucher, faceValue } = textsOf(gift);
    values['voucher'] = voucher ?? '';
    values['gift'] = faceValue ?? '';
    return ['done.buyCard.gift'];
  }
  if (name === 'confirmRecharge') return ['done.confirmRecharge.cash'];
  const { repaid } = values;
  return repaid !== undefined && !isZero(parseAmount(repaid)) ? ['done.repaid'] : [];
}

/** Amounts as people read them, everything else that is text as it is. */
function textsOf(of: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(of).flatMap(([name, value]) =>
      Array.isArray(value)
        ? [[name, value.join(', ')]]
        : typeof value === 'string'
          ? [[name, isAmount(value) ? formatAmount(parseAmount(value)) : value]]
          : [],
    ),
  );
}

function isAmount(text: string): boolean {
  return /^\d{1,30}\.\d{2}$/.test(text);
}
