import type { Language } from '../../../domain/explain-words.js';
import { chinese } from './chinese.js';
import { english } from './english.js';

/** The names of all texts: each language has every one of them. */
export type TextName = keyof typeof english;

type Values = Readonly<Record<string, string | number>>;

/** A text in the visitor's language; what stands between braces is filled in. */
export type Say = (name: TextName, values?: Values) => string;

const tables: Readonly<Record<Language, Readonly<Record<TextName, string>>>> = {
  en: english,
  zh: chinese,
};

export function sayIn(language: Language): Say {
  const table = tables[language];
  return (name, values = {}) =>
    table[name].replaceAll(/\{(\w+)\}/g, (_, value: string) => String(values[value] ?? ''));
}

/**
 * The text named after a word of the domain, as in `state.pending`; the word itself where there is
 * none, such as an item that is new.
 */
export function sayWord(say: Say, kind: string, word: string): string {
  const name = `${kind}.${word}`;
  return isTextName(name) ? say(name) : word;
}

function isTextName(name: string): name is TextName {
  return Object.hasOwn(english, name);
}
