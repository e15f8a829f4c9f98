import type { Client } from '@temporalio/client';

/** io.temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD */
const keyword = 2;

const names = [
  'Cycle',
  'Currency',
  'SettlementState',
  'Provider',
  'Account',
  'FirstAccount',
  'LastAccount',
];

/**
 * Adds the search attributes that the namespace lacks. Where the server does not let it (Temporal
 * Cloud), they have to be there already, or starting a workflow names the one that is missing.
 */
export async function registerSearchAttributes(client: Client): Promise<void> {
  const { operatorService } = client.connection;
  const { namespace } = client.options;
  try {
    const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
    const missing = names.filter((name) => !(name in customAttributes));
    if (missing.length === 0) return;
    await operatorService.addSearchAttributes({
      namespace,
      searchAttributes: Object.fromEntries(missing.map((name) => [name, keyword])),
    });
  } catch (error) {
    const isRefused =
      error instanceof Error &&
      /UNIMPLEMENTED|PERMISSION_DENIED|ALREADY_EXISTS/.test(error.message);
    if (!isRefused) throw error;
  }
}
