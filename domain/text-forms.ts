/** What a text must be, and how to say so where it is not. */
export interface TextForm {
  form: RegExp;
  reason: string;
}

export const idForm: TextForm = {
  form: /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/,
  reason:
    'must be 1 to 128 of A-Z, a-z, 0-9, ".", "_", ":", "-", and begin with a letter or a digit',
};

export const slugForm: TextForm = {
  form: /^[a-z0-9-]{1,64}$/,
  reason: 'must be 1 to 64 of a-z, 0-9, "-"',
};

export const regionForm: TextForm = {
  form: /^[A-Za-z0-9-]{1,64}$/,
  reason: 'must be 1 to 64 of A-Z, a-z, 0-9, "-"',
};

const emailForm =
  /^[^\s@\p{Cc}\p{Surrogate}]+@[^\s@\p{Cc}\p{Surrogate}]+\.[^\s@.\p{Cc}\p{Surrogate}]+$/u;

/** What is wrong with the name of an account, if anything. */
export function nameProblem(text: string): string | undefined {
  if (text.trim() === '') return 'must not be empty';
  if (text.length > 256) return 'is longer than 256 characters';
  return /[\p{Cc}\p{Surrogate}]/u.test(text)
    ? 'has a control character or half a character'
    : undefined;
}

export function emailProblem(text: string): string | undefined {
  return text.length <= 254 && emailForm.test(text)
    ? undefined
    : 'must be an email address like "billing@example.com"';
}
