import type { VNode } from 'preact';
import { z } from 'zod';
import { replayMessage } from '../../../ledger/commands/replay-message.js';
import { listAllMessages, type MessageRow } from '../../../ledger/reads/list-messages.js';
import type { Page } from '../../../ledger/reads/page.js';
import { messageStates } from '../../answers/messages.js';
import { identifier } from '../../schemas.js';
import { operatorForm, operatorPage } from '../page-definition.js';
import { Form, refusedOf } from '../parts/form.js';
import { Deliveries, messageStateText, messageText } from '../parts/message-words.js';
import { Moment } from '../parts/moment.js';
import { Pager } from '../parts/pager.js';
import { Table } from '../parts/table.js';
import { urlWith, type Visit } from '../visit.js';

const rowsShown = 40;
const url = '/operations/messages';
const asks = z.object({
  state: z.enum(messageStates).optional(),
  after: z.string().max(300).optional(),
});

export const messagesPage = operatorPage({
  url,
  role: 'operator',
  asks,
  async show(visit, { state, after }) {
    const { ledger, say } = visit;
    const messages = await listAllMessages(ledger, { state, after, limit: rowsShown });
    return {
      title: say('messages.operator.title'),
      main: (
        <>
          <nav class="tabs" aria-label={say('messages.filter')}>
            {[undefined, ...messageStates].map((each) => (
              <a
                key={each ?? 'all'}
                href={urlWith(url, { state: each })}
                {...(each === state ? { 'aria-current': 'page' as const } : {})}
              >
                {each === undefined ? say('messages.filter.all') : messageStateText(say, each)}
              </a>
            ))}
          </nav>
          <section class="card">
            <p class="hint">{say('messages.operator.hint')}</p>
            <MessageTable visit={visit} messages={messages} />
            <Pager visit={visit} next={messages.next} />
          </section>
        </>
      ),
    };
  },
  forms: {
    replay: operatorForm({
      role: 'operator',
      fields: z.object({ message: identifier }),
      wrong: {},
      refusedAt: 'message',
      async run({ ledger }, { message }, command) {
        const { account } = await replayMessage(ledger, command, { message });
        return { done: { ...command, account } };
      },
    }),
  },
});

function MessageTable({ visit, messages }: { visit: Visit; messages: Page<MessageRow> }): VNode {
  const { say, ledger } = visit;
  // Of several centers: each message says its account, and times are those of the first.
  const zone = ledger.zones.CNY;
  return (
    <Table
      caption={say('messages.operator.title')}
      rows={messages.rows}
      keyOf={({ id }) => id}
      empty={say('messages.none')}
      columns={[
        {
          title: say('messages.at'),
          heads: true,
          cell: ({ at }) => <Moment at={at} zone={zone} />,
        },
        {
          title: say('operator.account'),
          cell: ({ account }) => <a href={`/accounts/${encodeURIComponent(account)}`}>{account}</a>,
        },
        { title: say('messages.what'), cell: ({ message }) => messageText(say, message, zone) },
        { title: say('messages.told'), cell: (row) => <Deliveries say={say} row={row} /> },
        {
          title: say('messages.try'),
          cell: ({ nextAt }) => <Moment at={nextAt} zone={zone} />,
        },
        { title: say('table.action'), cell: (row) => <Replay visit={visit} row={row} /> },
      ]}
    />
  );
}

function Replay({ visit, row: { id, state } }: { visit: Visit; row: MessageRow }): VNode | null {
  const { say } = visit;
  if (state === 'waiting') return null;
  const of = { field: 'message', value: id };
  const refused = refusedOf({ visit, name: 'replay', of });
  return (
    <Form visit={visit} name="replay" page={url} of={of} class="row-form">
      <button type="submit" class="small secondary">
        {say('messages.replay')} <span class="visually-hidden">{id}</span>
      </button>
      {refused && <p class="field-error">{refused.errors['message']}</p>}
    </Form>
  );
}
