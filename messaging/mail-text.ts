import type { MailContent } from './mail-content.js';
import type { Say } from './texts/say.js';

/** The plain text of a mail. */
export function mailText(content: MailContent, say: Say): string {
  const { greeting, lead, facts, paragraphs, link, foot } = content;
  const factLines = facts.map(([label, value]) => say('fact', { label, value }));
  const linkLines = link === undefined ? [] : [say('fact', { label: link.label, value: link.url })];
  const blocks = [greeting, lead, factLines.join('\n'), ...paragraphs, ...linkLines];
  return `${blocks.join('\n\n')}\n\n-- \n${foot}\n`;
}
