import { escaped } from '../escape-html.js';
import { pageStyle } from './page-style.js';
import type { ReceivedMail } from './received-mail.js';
import type { ReceivedWebhook } from './webhook-sink.js';

interface Received {
  mails: readonly ReceivedMail[];
  webhooks: readonly ReceivedWebhook[];
}

/** What came, newest first. */
export function listPage({ mails, webhooks }: Received): string {
  return frame(
    'Mailbox',
    `<h1>Mailbox</h1>
<p>Mail for everybody ends here, none leaves this machine. As JSON: <a href="/mails">/mails</a>, <a href="/webhooks">/webhooks</a>.</p>
<h2>Mails: ${mails.length}</h2>
${mailsTable(mails)}
<h2>Webhooks: ${webhooks.length}</h2>
${webhooksTable(webhooks)}`,
  );
}

/** One mail; its HTML in a frame that runs nothing and reaches nothing. */
export function mailPage({ at, from, to, subject, text, html, headers }: ReceivedMail): string {
  const title = subject === '' ? 'no subject' : subject;
  const shown =
    html === ''
      ? ''
      : `<h2>HTML</h2><iframe title="The mail as HTML" sandbox="" srcdoc="${escaped(html)}"></iframe>`;
  return frame(
    title,
    `<nav><a href="/">Mailbox</a></nav>
<h1>${escaped(title)}</h1>
<dl><dt>From</dt><dd>${escaped(from)}</dd><dt>To</dt><dd>${escaped(to)}</dd><dt>Came</dt><dd>${second(at)} UTC</dd></dl>
${shown}
<h2>Text</h2><pre tabindex="0">${escaped(text)}</pre>
<h2>Headers</h2><pre tabindex="0">${escaped(headers.join('\n'))}</pre>`,
  );
}

export function missingPage(): string {
  return frame(
    'Not here',
    '<h1>Not here</h1><p>The last 500 mails are kept. <a href="/">Mailbox</a></p>',
  );
}

function frame(title: string, main: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escaped(title)}</title><style>${pageStyle}</style></head>
<body><main>${main}</main></body></html>
`;
}

function mailsTable(mails: readonly ReceivedMail[]): string {
  if (mails.length === 0) return '<p>None came yet.</p>';
  const rows = mails
    .toReversed()
    .map(
      ({ id, at, to, subject }) =>
        `<tr><td class="time">${second(at)}</td><td>${escaped(to)}</td>` +
        `<td><a href="/mails/${escaped(id)}">${escaped(subject === '' ? 'no subject' : subject)}</a></td></tr>`,
    );
  return table('Mails', ['Came (UTC)', 'To', 'Subject'], rows);
}

function webhooksTable(webhooks: readonly ReceivedWebhook[]): string {
  if (webhooks.length === 0) return '<p>None came yet.</p>';
  const rows = webhooks
    .toReversed()
    .map(
      ({ id, at, isVerified, status, type, data }) =>
        `<tr><td class="time">${second(at)}</td><td>${escaped(type)}</td>` +
        `<td${isVerified ? '>verified' : ' class="bad">wrong signature'}</td>` +
        `<td${status < 300 ? '' : ' class="bad"'}>${status}</td>` +
        `<td><code>${escaped(id)}</code><br><code>${escaped(JSON.stringify(data))}</code></td></tr>`,
    );
  return table('Webhooks', ['Came (UTC)', 'Type', 'Signature', 'Answered', 'Id and data'], rows);
}

function table(name: string, heads: readonly string[], rows: readonly string[]): string {
  const head = heads.map((each) => `<th scope="col">${each}</th>`).join('');
  return `<div class="wide" role="region" aria-label="${name}" tabindex="0"><table><thead><tr>${head}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`;
}

/** '2026-11-22 09:00:00', UTC */
function second(instant: string): string {
  return instant.slice(0, 19).replace('T', ' ');
}
