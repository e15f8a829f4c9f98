/** One thing that the audit found, named so that it can be looked up: `id` is a collection and an id. */
export interface Finding {
  check: string;
  id: string;
  expected: string;
  found: string;
}

export type Report = (finding: Finding) => void;

export interface Difference extends Finding {
  /** 'balance: vouchers v-1: expected 20.00, found 20.01' */
  line: string;
}

export function differenceOf(finding: Finding): Difference {
  const { check, id, expected, found } = finding;
  return { ...finding, line: `${check}: ${id}: expected ${expected}, found ${found}` };
}

/** Reports two values that should be one; amounts are canonical, so equal ones are equal strings. */
export function expectSame(
  report: Report,
  values: {
    check: string;
    id: string;
    /** Which part of it, where the id alone does not say so. */
    of?: string;
    expected: string | number | boolean;
    found: string | number | boolean;
  },
): boolean {
  const { check, id, of, expected, found } = values;
  if (expected === found) return true;
  const label = of === undefined ? '' : `${of} `;
  report({ check, id, expected: `${label}${shown(expected)}`, found: shown(found) });
  return false;
}

function shown(value: string | number | boolean): string {
  return value === '' ? 'none' : String(value);
}
