import type { Amount } from '../domain/money.js';
import type { SettlementLine } from '../domain/settlement.js';

/** The lines of a settlement and what is left of each. */
export interface SettlementContent {
  lines: readonly SettlementLine[];
  due: readonly Amount[];
}

/** More lines than these are forgotten, the settlement that was longest untouched first. */
const mostLines = 200_000;

/**
 * What a worker remembers of the settlements that it has under way, so that their lines need not be
 * read again at every step. Lines never change, and every deduction moves the settlement's `step`, so
 * what was known at a step holds as long as the database shows that step.
 */
export class SettlementMemory {
  private readonly known = new Map<string, SettlementContent & { step: number }>();
  private lines = 0;

  recall(id: string, step: number): SettlementContent | undefined {
    const found = this.known.get(id);
    return found?.step === step ? found : undefined;
  }

  remember(id: string, step: number, { lines, due }: SettlementContent): void {
    this.forget(id);
    this.known.set(id, { step, lines, due });
    this.lines += lines.length;
    for (const oldest of this.known.keys()) {
      if (this.lines <= mostLines) break;
      this.forget(oldest);
    }
  }

  forget(id: string): void {
    const found = this.known.get(id);
    if (!found) return;
    this.known.delete(id);
    this.lines -= found.lines.length;
  }
}
