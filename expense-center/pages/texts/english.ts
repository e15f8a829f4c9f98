import { englishAccount } from './english-account.js';
import { englishFrame } from './english-frame.js';
import { englishMessages } from './english-messages.js';
import { englishWords } from './english-words.js';

/** Every text in English. */
export const english = {
  ...englishWords,
  ...englishFrame,
  ...englishAccount,
  ...englishMessages,
} as const;
