import type { VNode } from 'preact';
import type { Say } from '../texts/say.js';

export function SignInMain({
  say,
  back,
  refused,
}: {
  say: Say;
  back: string;
  refused: boolean;
}): VNode {
  const described = refused ? 'token-hint token-error' : 'token-hint';
  return (
    <section class="card sign-in">
      <form method="post" action="/sign-in" class="form" noValidate>
        <input type="hidden" name="back" value={back} />
        <div class={refused ? 'field wrong' : 'field'}>
          <label for="token">{say('sign-in.token')}</label>
          <p class="hint" id="token-hint">
            {say('sign-in.hint')}
          </p>
          <input
            id="token"
            name="token"
            type="password"
            autoComplete="current-password"
            aria-describedby={described}
            aria-invalid={refused ? 'true' : undefined}
            autofocus
            maxLength={200}
          />
          {refused && (
            <p class="field-error" id="token-error">
              {say('sign-in.refused')}
            </p>
          )}
        </div>
        <button type="submit">{say('sign-in')}</button>
      </form>
    </section>
  );
}
