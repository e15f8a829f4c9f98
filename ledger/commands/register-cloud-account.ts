import type { Provider } from '../../domain/records.js';
import { SettlementError } from '../../domain/settlement-error.js';
import { regionForm, type TextForm } from '../../domain/text-forms.js';
import { vendorForms } from '../../domain/vendor-forms.js';
import type { Ledger } from '../ledger-context.js';
import { newInstrumentId, takeIdentity } from './new-instruments.js';
import { runCommand, type Command } from './run-command.js';

/** What a customer has bought in a vendor's marketplace, as the vendor names it. */
export interface CloudRegistration {
  provider: Provider;
  customer: string;
  instance: string;
  region?: string | undefined;
}

export interface RegisteredCloudAccount {
  cloudAccount: string;
  provider: Provider;
  instance: string;
}

/**
 * Registers a cloud account, which workspaces of the account may settle with from then on. Each instance
 * of a vendor is registered once, over all accounts (domain rule 18).
 * @throws SettlementError `bad-input` for a name that the vendor does not give, or `refused`
 */
export async function registerCloudAccount(
  ledger: Ledger,
  command: Command,
  { provider, customer, instance, region }: CloudRegistration,
): Promise<RegisteredCloudAccount> {
  const forms = vendorForms[provider];
  checkForm('customer', customer, forms.customer);
  checkForm('instance', instance, forms.instance);
  if (region !== undefined) checkForm('region', region, regionForm);
  const content = { provider, customer, instance, region };
  return runCommand(
    ledger,
    command,
    { name: 'registerCloudAccount', content },
    async (transaction) => {
      const { account, session } = transaction;
      const id = newInstrumentId('cloud', command);
      await takeInstance(ledger, { provider, instance }, transaction);
      await takeIdentity(ledger, { kind: 'cloudAccount', id }, transaction);
      await ledger.collections.cloudAccounts.insertOne(
        {
          _id: id,
          account: account._id,
          provider,
          customer,
          instance,
          ...(region === undefined ? {} : { region }),
          subscribed: true,
          import: 0,
        },
        { session },
      );
      return { cloudAccount: id, provider, instance };
    },
  );
}

async function takeInstance(
  ledger: Ledger,
  { provider, instance }: Pick<CloudRegistration, 'provider' | 'instance'>,
  transaction: Parameters<typeof takeIdentity>[2],
): Promise<void> {
  const identity = `instance/${provider}/${instance}`;
  const { session } = transaction;
  if (await ledger.collections.identities.findOne({ _id: identity }, { session }))
    throw new SettlementError('refused', `${provider} instance ${instance} is registered already`);
  await takeIdentity(ledger, { kind: `instance/${provider}`, id: instance }, transaction);
}

function checkForm(field: string, text: string, { form, reason }: TextForm): void {
  if (!form.test(text)) throw new SettlementError('bad-input', `${field} ${reason}`);
}
