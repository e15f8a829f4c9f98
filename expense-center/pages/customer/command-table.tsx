import type { VNode } from 'preact';
import type { CommandRow } from '../../../ledger/reads/list-commands.js';
import { Moment } from '../parts/moment.js';
import { Table } from '../parts/table.js';
import { sayWord } from '../texts/say.js';
import type { AccountVisit } from '../visit.js';

/** Who did what, when and from where. */
export function CommandTable({
  visit,
  commands,
}: {
  visit: AccountVisit;
  commands: readonly CommandRow[];
}): VNode {
  const { say, account } = visit;
  return (
    <Table
      caption={say('profile.trail')}
      rows={commands}
      keyOf={({ key }) => key}
      empty={say('profile.trail.none')}
      columns={[
        {
          title: say('trail.at'),
          heads: true,
          cell: ({ at }) => <Moment at={at} zone={account.zone} />,
        },
        { title: say('trail.what'), cell: ({ name }) => sayWord(say, 'command', name) },
        {
          title: say('trail.content'),
          cell: ({ content }) => <span class="muted">{contentText(content)}</span>,
        },
        {
          title: say('trail.who'),
          cell: ({ actor }) => (
            <>
              {actor.name} <span class="muted">{say(`role.${actor.role}`)}</span>
            </>
          ),
        },
        { title: say('trail.from'), cell: ({ from }) => from ?? '–' },
      ]}
    />
  );
}

function contentText(content: Record<string, unknown>): string {
  return Object.values(content)
    .filter((value): value is string => typeof value === 'string')
    .map((value) => (value.length > 40 ? `${value.slice(0, 12)}…` : value))
    .join(' · ');
}
