import { z } from 'zod';
import { findAccounts } from '../../../ledger/reads/find-accounts.js';
import { operatorPage } from '../page-definition.js';
import { Table } from '../parts/table.js';
import { SearchBox } from './search-box.js';

const found = 20;

export const searchPage = operatorPage({
  url: '/operations/search',
  role: 'operator',
  asks: z.object({ q: z.string().trim().max(128).default('') }),
  async show(visit, { q }) {
    const { ledger, say } = visit;
    const rows = q === '' ? [] : await findAccounts(ledger, { text: q, limit: found });
    return {
      title: say('search.title'),
      main: (
        <section class="card">
          <SearchBox visit={visit} query={q} />
          <Table
            caption={say('search.title')}
            rows={rows}
            keyOf={({ account }) => account}
            empty={say(q === '' ? 'search.nothing-asked' : 'search.none')}
            columns={[
              {
                title: say('operator.account'),
                heads: true,
                cell: ({ account }) => (
                  <a href={`/accounts/${encodeURIComponent(account)}`}>{account}</a>
                ),
              },
              { title: say('operator.name'), cell: ({ name }) => name },
              { title: say('operator.currency'), cell: ({ currency }) => currency },
              { title: say('search.by'), cell: ({ by }) => say(`search.by.${by}`) },
            ]}
          />
        </section>
      ),
    };
  },
});
