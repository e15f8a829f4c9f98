import type { Language } from '../../domain/explain-words.js';
import { chinese } from './chinese.js';
import { english } from './english.js';

/** The names of all texts: each language has every one of them. */
export type TextName = keyof typeof english;

/** A text in the customer's language; what stands between braces is filled in. */
export type Say = (name: TextName, values?: Readonly<Record<string, string>>) => string;

const tables: Readonly<Record<Language, Readonly<Record<TextName, string>>>> = {
  en: english,
  zh: chinese,
};

export function sayIn(language: Language): Say {
  const table = tables[language];
  // One pass: what is filled in, such as a name, is never read as a text again.
  return (name, values = {}) =>
    table[name].replaceAll(/\{(\w+)\}/g, (_, value: string) => values[value] ?? '');
}
