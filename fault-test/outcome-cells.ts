import { productNames } from './products.js';
import type { CaseOutcome, ProductOutcome } from './run-case.js';

export function holds({ problems }: CaseOutcome): boolean {
  return problems.length === 0;
}

export const headings = ['case', ...productNames, 'books and ledger'] as const;

/** The cells of a case, as the table on the terminal and the published one show them. */
export function cellsOf(outcome: CaseOutcome): string[] {
  const { faultCase, products, problems } = outcome;
  return [
    faultCase.name,
    ...productNames.map((name) => {
      const found = products.find(({ product }) => product === name);
      return found ? cellOf(found) : '';
    }),
    holds(outcome) ? 'agree' : inShort(problems),
  ];
}

/** 'accepted, 2.1 s'; '1 refused, 2 accepted, 2.1 s' */
function cellOf({ endings, seconds }: ProductOutcome): string {
  const counts = new Map<string, number>();
  for (const ending of endings) counts.set(ending, (counts.get(ending) ?? 0) + 1);
  const words = [...counts].map(([ending, count]) =>
    counts.size === 1 ? ending : `${count} ${ending}`,
  );
  const time = seconds === undefined ? '' : `: ${seconds.toFixed(0)} s`;
  return `${words.join('; ')}${time}`;
}

const mostProblemsNamed = 6;

function inShort(problems: readonly string[]): string {
  const named = problems.slice(0, mostProblemsNamed).join('; ');
  const more = problems.length - mostProblemsNamed;
  return more > 0 ? `${named}; and ${more} more` : named;
}
