import type { BookEntry } from './books.js';
import type { Controlled } from './control-requests.js';
import { escaped } from './escape-html.js';
import type { ActiveFault } from './faults.js';
import { providerNames } from './provider.js';
import type { Subscriber } from './subscribers.js';

/** Newest first; the whole of it is in /emulator/books. */
const rowsShown = 200;

const style = `
body{font:14px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:88rem;padding:0 1.5rem;color:#1d2733;background:#fbfcfd}
h1{font-size:1.4rem;margin:0}h2{font-size:1.05rem;margin:2rem 0 .5rem}p{color:#5a6775;margin:.3rem 0}
table{border-collapse:collapse;width:100%;background:#fff;border:1px solid #dde3e9}
th,td{padding:.4rem .7rem;text-align:left;border-top:1px solid #e8edf2;vertical-align:top;white-space:nowrap}
th{background:#eef2f6;font-weight:600}td.id{white-space:normal;overflow-wrap:anywhere}td.n{text-align:right;font-variant-numeric:tabular-nums}
.bad{color:#a8321a;font-weight:600;white-space:normal}code{font:12px ui-monospace,monospace}`;

/** What the emulator holds, for people. */
export function booksPage({ provider, books, faults, subscribers, now }: Controlled): string {
  const entries = books.entries();
  const listed = subscribers.listed(provider);
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${providerNames[provider]}, emulated</title><style>${style}</style>
<h1>${providerNames[provider]}, emulated</h1>
<p>Its clock says ${minute(now().toISOString())} UTC. Nothing here is a real charge. As JSON: <a href="/emulator/books">/emulator/books</a>, <a href="/emulator/faults">/emulator/faults</a>.</p>
<h2>Books: ${summaryOf(entries)}</h2>${entriesTable(entries)}
<h2>Active faults</h2>${faultsTable(faults.active())}
<h2>Subscribers</h2>${listed ? subscribersTable(listed) : '<p>No list was given.</p>'}
</html>`;
}

function summaryOf(entries: readonly BookEntry[]): string {
  const deliveries = entries.reduce((sum, each) => sum + each.deliveries, 0);
  const notBilled = entries.filter(({ state }) => state !== 'accepted').length;
  return `${entries.length} entries, ${deliveries} deliveries, ${notBilled} not billed`;
}

function entriesTable(entries: readonly BookEntry[]): string {
  if (entries.length === 0) return '<p>Nothing was accepted yet.</p>';
  const rows = entries
    .slice(-rowsShown)
    .toReversed()
    .map(
      (each) =>
        `<tr><td class="id">${escaped(each.instance)}</td>${cell(each.customer ?? '')}${cell(each.dimension)}${cell(each.region ?? '')}` +
        `${cell(`${minute(each.from)} – ${minute(each.to)}`)}<td class="n">${escaped(each.units)}</td>${stateCell(each)}` +
        `<td class="n">${each.deliveries}</td><td class="n">${each.conflicts}</td>${cell(minute(each.lastAt))}` +
        `<td class="id"><code>${escaped(each.reference ?? each.recordId)}</code></td></tr>`,
    );
  return table(
    [
      'Instance',
      'Customer',
      'Dimension',
      'Region',
      'Usage (UTC)',
      'Units',
      'State',
      'Deliveries',
      'Conflicts',
      'Last',
      'Record',
    ],
    rows,
  );
}

function stateCell({ state, reason }: BookEntry): string {
  if (state === 'accepted') return cell(state);
  return `<td class="bad">${state}: ${escaped(reason ?? '')}</td>`;
}

function faultsTable(active: readonly ActiveFault[]): string {
  if (active.length === 0) return '<p>None was ordered.</p>';
  const rows = active.map(
    ({ fault, seen, fired }) =>
      `<tr>${cell(fault.provider ?? 'every vendor')}${cell(fault.kind)}<td class="id"><code>${escaped(JSON.stringify(fault))}</code></td>` +
      `<td class="n">${seen}</td><td class="n">${fired}</td></tr>`,
  );
  return table(['Vendor', 'Kind', 'Order', 'Seen', 'Struck'], rows);
}

function subscribersTable(listed: readonly Subscriber[]): string {
  const rows = listed
    .slice(0, rowsShown)
    .map(
      (each) =>
        `<tr>${cell(each.customer)}${cell(each.instance)}${cell(each.region ?? '')}${cell(each.currency ?? '')}` +
        `${each.subscribed ? cell('yes') : '<td class="bad">no</td>'}</tr>`,
    );
  const more = listed.length - rows.length;
  return (
    table(['Customer', 'Instance', 'Region', 'Currency', 'Subscribed'], rows) +
    (more > 0 ? `<p>and ${more} more</p>` : '')
  );
}

function table(heads: readonly string[], rows: readonly string[]): string {
  return `<table><tr>${heads.map((head) => `<th>${head}</th>`).join('')}</tr>${rows.join('\n')}</table>`;
}

/** '2026-11-22 09:00', UTC */
function minute(instant: string): string {
  return instant.slice(0, 16).replace('T', ' ');
}

function cell(text: string): string {
  return `<td>${escaped(text)}</td>`;
}
