import { z } from 'zod';
import { listMessages } from '../../../ledger/reads/list-messages.js';
import { readProfile } from '../../../ledger/reads/read-profile.js';
import { accountPage } from '../page-definition.js';
import { Deliveries, messageText } from '../parts/message-words.js';
import { Moment } from '../parts/moment.js';
import { Pager } from '../parts/pager.js';
import { Table } from '../parts/table.js';

const rowsShown = 40;

export const messagesPage = accountPage({
  url: '/messages',
  role: 'viewer',
  asks: z.object({ after: z.string().max(300).optional() }),
  async show(visit, { after }) {
    const { ledger, account, say } = visit;
    const [messages, { email }] = await Promise.all([
      listMessages(ledger, { account: account.id, after, limit: rowsShown }),
      readProfile(ledger, { account: account.id }),
    ]);
    return {
      title: say('messages.title'),
      main: (
        <section class="card">
          <p class="hint">
            {email === undefined ? say('messages.hint.no-mail') : say('messages.hint', { email })}
          </p>
          <Table
            caption={say('messages.title')}
            rows={messages.rows}
            keyOf={({ id }) => id}
            empty={say('messages.none')}
            columns={[
              {
                title: say('messages.at'),
                heads: true,
                cell: ({ at }) => <Moment at={at} zone={account.zone} />,
              },
              {
                title: say('messages.what'),
                cell: ({ message }) => messageText(say, message, account.zone),
              },
              {
                title: say('messages.told'),
                cell: (row) => <Deliveries say={say} row={row} only="mail" />,
              },
            ]}
          />
          <Pager visit={visit} next={messages.next} />
        </section>
      ),
    };
  },
});
