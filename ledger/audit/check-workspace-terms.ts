import { nextDay } from '../../domain/billing-cycle.js';
import { isMethodChange } from '../../domain/workspace-changes.js';
import type { AccountBooks } from './account-books.js';
import { textOf } from './command-fields.js';
import type { Report } from './difference.js';

const check = 'terms';

/** The commands that give a workspace another term, by what the term says of them. */
const commandOf = {
  bind: 'bindWorkspace',
  unbind: 'unbindWorkspace',
  move: 'moveWorkspace',
  method: 'changeSettlementMethod',
  withdraw: 'withdrawChange',
} as const;

const names: ReadonlySet<string> = new Set(Object.values(commandOf));

type Workspace = AccountBooks['workspaces'][number];
type Command = AccountBooks['commands'][number];
type Wrong = (id: string, expected: string, found: string) => void;

/** Terms change by command alone, from the next day on, and the method once a month (domain rule 12). */
export function checkWorkspaceTerms(books: AccountBooks, report: Report): void {
  const wrong: Wrong = (id, expected, found) => report({ check, id, expected, found });
  const commands = new Map(books.commands.map((each) => [each._id, each]));
  for (const workspace of books.workspaces) {
    checkAsked(workspace, { account: books.id, commands }, wrong);
    checkMonths(workspace, wrong);
  }
  for (const { _id, name, content } of books.commands) {
    if (!names.has(name)) continue;
    const workspace = books.workspaceOf.get(textOf(content, 'workspace'));
    if (!workspace?.terms.some(({ asked }) => asked?.command === _id))
      wrong(`commands ${_id}`, `a term of ${textOf(content, 'workspace')}`, 'none');
  }
}

function checkAsked(
  { _id, terms }: Workspace,
  { account, commands }: { account: string; commands: ReadonlyMap<string, Command> },
  wrong: Wrong,
): void {
  const id = `workspaces ${_id}`;
  terms.forEach(({ from, asked, cause }, index) => {
    if (asked === undefined) {
      if (index > 0 && cause === undefined)
        wrong(id, `a command that changed it from ${from} on`, 'none');
      return;
    }
    if (from !== nextDay(asked.on)) wrong(id, `a term from ${nextDay(asked.on)} on`, from);
    // That of an account which had it before is in the books of that one.
    if (!asked.command.startsWith(`${account}/`)) return;
    const command = commands.get(asked.command);
    if (command?.name === commandOf[asked.change] && textOf(command.content, 'workspace') === _id)
      return;
    wrong(id, `commands ${asked.command}, ${commandOf[asked.change]}`, command?.name ?? 'none');
  });
}

function checkMonths({ _id, terms }: Workspace, wrong: Wrong): void {
  const months = new Set<string>();
  terms.forEach(({ asked }, index) => {
    if (asked === undefined || !isMethodChange(terms, index)) return;
    const month = asked.on.slice(0, 7);
    if (months.has(month)) wrong(`workspaces ${_id}`, `one change of method in ${month}`, 'more');
    months.add(month);
  });
}
