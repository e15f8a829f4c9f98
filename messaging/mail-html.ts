import type { Language } from '../domain/explain-words.js';
import type { MailContent } from './mail-content.js';

const languageTags: Readonly<Record<Language, string>> = { en: 'en', zh: 'zh-Hans' };

/*
 * No colours but those of the button and half-transparent lines: the reader's own stand on light and
 * dark alike. No stylesheet and nothing from elsewhere: many readers drop both.
 */
const styles = {
  root: 'color-scheme:light dark',
  body: 'margin:0;padding:16px;font:16px/1.5 system-ui,-apple-system,sans-serif;overflow-wrap:anywhere',
  main: 'max-width:36rem;margin:0 auto',
  lead: 'font-size:18px;font-weight:600',
  table: 'width:100%;border-collapse:collapse;margin:16px 0',
  label:
    'text-align:left;vertical-align:top;font-weight:400;padding:6px 12px 6px 0;border-top:1px solid #8888',
  value:
    'text-align:right;vertical-align:top;font-weight:600;padding:6px 0;border-top:1px solid #8888',
  button:
    'display:inline-block;padding:10px 18px;border-radius:8px;background:#2450c4;color:#ffffff;font-weight:600;text-decoration:none',
  foot: 'margin-top:24px;padding-top:12px;border-top:1px solid #8888;font-size:14px',
} as const;

/** The HTML of a mail; all that is not a tag of this file is escaped. */
export function mailHtml(content: MailContent, language: Language): string {
  const { subject, greeting, lead, facts, paragraphs, link, foot } = content;
  return `<!doctype html>
<html lang="${languageTags[language]}" style="${styles.root}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(subject)}</title>
</head>
<body style="${styles.body}">
<div role="main" style="${styles.main}">
<p>${escaped(greeting)}</p>
<p style="${styles.lead}">${escaped(lead)}</p>
<table style="${styles.table}">
${facts.map(factRow).join('\n')}
</table>
${[...paragraphs.map((text) => `<p>${escaped(text)}</p>`), ...buttonTo(link)].join('\n')}
<p style="${styles.foot}">${escaped(foot)}</p>
</div>
</body>
</html>
`;
}

function factRow([label, value]: readonly [string, string]): string {
  return `<tr><th scope="row" style="${styles.label}">${escaped(label)}</th><td style="${styles.value}">${escaped(value)}</td></tr>`;
}

function buttonTo(link: MailContent['link']): string[] {
  if (link === undefined) return [];
  return [
    `<p><a href="${escaped(link.url)}" style="${styles.button}">${escaped(link.label)}</a></p>`,
  ];
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (each) => `&#${each.charCodeAt(0)};`);
}
