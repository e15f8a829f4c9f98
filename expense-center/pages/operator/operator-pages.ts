import type { PageDefinition } from '../page-definition.js';
import { chargesPage } from './charges-page.js';
import { cyclesPage } from './cycles-page.js';
import { messagesPage } from './messages-page.js';
import { pendingPage } from './pending-page.js';
import { searchPage } from './search-page.js';
import { troublePage } from './trouble-page.js';

export const operatorPages: readonly PageDefinition[] = [
  troublePage,
  pendingPage,
  chargesPage,
  cyclesPage,
  messagesPage,
  searchPage,
];
