import type { VNode } from 'preact';
import { urlWith, type Visit } from '../visit.js';

/** To the rows behind these, and back to the first ones. */
export function Pager({ visit, next }: { visit: Visit; next: string | undefined }): VNode | null {
  const { say, path } = visit;
  const { done: _done, after, ...query } = visit.query;
  if (next === undefined && after === undefined) return null;
  return (
    <nav class="pager" aria-label={say('pager')}>
      {after !== undefined && <a href={urlWith(path, query)}>{say('pager.first')}</a>}
      {next !== undefined && (
        <a href={urlWith(path, { ...query, after: next })} rel="next">
          {say('pager.next')}
        </a>
      )}
    </nav>
  );
}
