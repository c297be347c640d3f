import { draftId } from '../domain/ids.ts';
import type { Edition } from '../standard/schema.ts';
import type { ApiClient } from './api-client.ts';

/**
 * Publishes an edition as two people of HQ do: one drafts it, the other one publishes that very content. Both steps may
 * be repeated.
 */
export async function publishEdition(
  edition: Edition,
  drafting: Pick<ApiClient, 'call'>,
  publishing: Pick<ApiClient, 'call'>,
): Promise<void> {
  const path = `/v1/edition-drafts/${draftId(`E${edition.about.number}`)}`;
  const { contentHash } = await drafting.call<{ contentHash: string }>('PUT', path, { content: edition });
  await publishing.call('POST', `${path}/publication`, { contentHash });
}
