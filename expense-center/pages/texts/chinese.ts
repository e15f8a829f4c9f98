import { chineseAccount } from './chinese-account.js';
import { chineseFrame } from './chinese-frame.js';
import { chineseMessages } from './chinese-messages.js';
import { chineseWords } from './chinese-words.js';
import type { english } from './english.js';

/** Every text in Chinese: each that there is in English. */
export const chinese: Readonly<Record<keyof typeof english, string>> = {
  ...chineseWords,
  ...chineseFrame,
  ...chineseAccount,
  ...chineseMessages,
};
