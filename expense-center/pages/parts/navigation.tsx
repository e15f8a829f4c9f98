import type { VNode } from 'preact';
import { mayAct } from '../../authenticate.js';
import type { TextName } from '../texts/say.js';
import type { Visit } from '../visit.js';

const accountLinks = [
  { below: '', text: 'nav.overview' },
  { below: '/bills', text: 'nav.bills' },
  { below: '/recharges', text: 'nav.recharges' },
  { below: '/cards', text: 'nav.cards' },
  { below: '/vouchers', text: 'nav.vouchers' },
  { below: '/workspaces', text: 'nav.workspaces' },
  { below: '/movements', text: 'nav.movements' },
  { below: '/messages', text: 'nav.messages' },
  { below: '/profile', text: 'nav.profile' },
] as const;

const operatorLinks = [
  { below: '/operations', text: 'nav.trouble' },
  { below: '/operations/recharges', text: 'nav.pending' },
  { below: '/operations/charges', text: 'nav.charges' },
  { below: '/operations/cycles', text: 'nav.cycles' },
  { below: '/operations/messages', text: 'nav.messages' },
] as const;

/** The operators' pages, and those of the account that is looked at. */
export function Navigation({ visit }: { visit: Visit }): VNode {
  const { say, principal } = visit;
  const account = visit.account?.id ?? principal.account;
  return (
    <nav class="side" aria-label={say('nav')}>
      {mayAct(principal, 'operator') && (
        <Links visit={visit} title="nav.operations" prefix="" links={operatorLinks} />
      )}
      {account !== undefined && (
        <Links
          visit={visit}
          title="nav.account"
          prefix={`/accounts/${encodeURIComponent(account)}`}
          links={accountLinks}
        />
      )}
    </nav>
  );
}

interface LinksProps {
  visit: Visit;
  title: TextName;
  prefix: string;
  links: readonly { below: string; text: TextName }[];
}

function Links({ visit: { say, path }, title, prefix, links }: LinksProps): VNode {
  const here = links
    .map(({ below }) => prefix + below)
    .filter((url) => path === url || path.startsWith(`${url}/`))
    .toSorted((a, b) => b.length - a.length)[0];
  return (
    <>
      <p class="side-title">{say(title)}</p>
      <ul>
        {links.map(({ below, text }) => (
          <li key={below}>
            <a
              href={prefix + below}
              {...(here === prefix + below ? { 'aria-current': 'page' } : {})}
            >
              {say(text)}
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}
