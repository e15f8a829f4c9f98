import type { VNode } from 'preact';
import type { Say } from '../texts/say.js';

export interface ErrorMainProps {
  say: Say;
  status: number;
  reason: string;
  requestId: string;
}

export function ErrorMain({ say, status, reason, requestId }: ErrorMainProps): VNode {
  return (
    <section class="card">
      {reason !== '' && status < 500 && <p lang="en">{reason}</p>}
      {status >= 500 && <p>{say('error.500.text', { requestId })}</p>}
      <p>
        <a href="/">{say('error.home')}</a>
      </p>
    </section>
  );
}
