/** Names that the FOCUS columns of an export show for our own: they are for reading, ids stand beside them. */

/** Places of the sites (domain.md, vocabulary); another site is shown by its id. */
export const regionNames: Readonly<Record<string, string>> = {
  cn1: 'Hangzhou',
  cn2: 'Ningxia',
  cn3: 'Zhangjiakou',
  cn4: 'Guangzhou',
  cn6: 'Hong Kong',
  us1: 'Oregon',
  eu1: 'Frankfurt',
  ap1: 'Singapore',
  za1: 'South Africa',
  id1: 'Jakarta',
};

/** What each item is called, and what its quantity counts. */
const services: Readonly<Record<string, { name: string; unit: string }>> = {
  'time-series': { name: 'Time Series', unit: 'Time Series' },
  logs: { name: 'Logs', unit: 'Logs' },
  traces: { name: 'Traces', unit: 'Traces' },
  profiles: { name: 'Profiles', unit: 'Profiles' },
  'page-views': { name: 'RUM Page Views', unit: 'Page Views' },
  'session-replay': { name: 'Session Replay', unit: 'Sessions' },
  triggers: { name: 'Triggers', unit: 'Calls' },
  'network-hosts': { name: 'Network', unit: 'Hosts' },
  'sensitive-data-scan': { name: 'Sensitive Data Scan', unit: 'GB' },
  'data-forwarding': { name: 'Data Forwarding', unit: 'GB' },
  'scheduled-reports': { name: 'Scheduled Reports', unit: 'Reports' },
  sms: { name: 'SMS', unit: 'Messages' },
  'dial-testing': { name: 'Synthetic Tests', unit: 'Tests' },
};

/** Other items are accepted as well: they go by their own name. */
export function serviceOf(item: string): { name: string; unit: string } {
  return services[item] ?? { name: item, unit: 'Units' };
}
