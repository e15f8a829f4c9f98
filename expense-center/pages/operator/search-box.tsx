import type { VNode } from 'preact';
import type { Visit } from '../visit.js';

export function SearchBox({ visit, query = '' }: { visit: Visit; query?: string }): VNode {
  const { say } = visit;
  return (
    <form method="get" action="/operations/search" role="search" class="inline-form search">
      <div class="field grow">
        <label for="q">{say('search.label')}</label>
        <input
          id="q"
          name="q"
          type="search"
          value={query}
          maxLength={128}
          autoComplete="off"
          aria-describedby="q-hint"
        />
        <p class="hint" id="q-hint">
          {say('search.hint')}
        </p>
      </div>
      <button type="submit">{say('search.do')}</button>
    </form>
  );
}
