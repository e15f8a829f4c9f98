/** Every text of a mail, in English. */
export const english = {
  greeting: 'Dear {name},',
  'notice.first.subject': '{name}: {owed} owed',
  'notice.first.lead': 'What was billed to your account could not be paid in full: {owed} is owed.',
  'notice.later.subject': '{name}: {owed} still owed, workspaces lock at {lockAt}',
  'notice.later.lead': '{owed} is still owed. No workspace is locked because of it yet.',
  'notice.last.subject': '{name}: last notice before workspaces lock at {lockAt}',
  'notice.last.lead':
    '{owed} is owed. This is the last notice before the workspaces of your account are locked.',
  'notice.lock': 'Unless it is repaid before, the workspaces are locked at {lockAt}.',
  'notice.meaning':
    'Nobody can work in a locked workspace until it is unlocked. What a locked workspace consumes is billed as before.',
  'notice.end':
    'A recharge repays what is owed first. As soon as nothing is owed any more, this lock is off.',
  'locked.subject': '{name}: workspaces locked, {owed} owed',
  'locked.lead': 'The workspaces of your account are locked because {owed} was not repaid in time.',
  'locked.meaning':
    'Nobody can work in a locked workspace until it is unlocked. What a locked workspace consumes is billed as before.',
  'locked.end':
    'A recharge repays what is owed first. As soon as nothing is owed any more, the workspaces are unlocked at once.',
  'cleared.subject': '{name}: nothing is owed any more',
  'cleared.lead':
    'What your account owed since {owedSince} is repaid. No workspace was locked because of it.',
  'cleared.unlocked.subject': '{name}: nothing is owed any more, workspaces unlocked',
  'cleared.unlocked.lead':
    'What your account owed since {owedSince} is repaid, and its workspaces are unlocked.',
  'cleared.unlocked.other':
    'A workspace that is also locked because its cloud account was unsubscribed stays locked until it settles with the enterprise account or another cloud account.',
  'fact.account': 'Account',
  'fact.owed': 'Owed in all',
  'fact.overdraft': 'Overdraft',
  'fact.cloudArrears': 'Cloud arrears',
  'fact.owedSince': 'Owed since',
  'fact.lockAt': 'Workspaces lock at',
  'fact.workspaces': 'Locked workspaces',
  fact: '{label}: {value}',
  'link.recharge': 'Recharge now',
  'link.overview': 'Open the expense center',
  foot: 'This address is the one for notices about {name} ({account}). It can be changed in the profile of the account.',
} as const;
