import type { Adapter, AdapterPayload } from 'oidc-provider';
import type { Journal } from '../journal.ts';

/** Table of the issuer: sessions, codes, grants. */
export const ISSUER_SCHEMA = [
  `CREATE TABLE IF NOT EXISTS issuer_entries (
    id TEXT PRIMARY KEY, payload TEXT NOT NULL, expires REAL NOT NULL, uid TEXT, grant_id TEXT) WITHOUT ROWID`,
  `CREATE INDEX IF NOT EXISTS issuer_by_uid ON issuer_entries (uid) WHERE uid IS NOT NULL`,
  `CREATE INDEX IF NOT EXISTS issuer_by_grant ON issuer_entries (grant_id) WHERE grant_id IS NOT NULL`,
  `CREATE INDEX IF NOT EXISTS issuer_by_expiry ON issuer_entries (expires)`,
];

/** What oidc-provider remembers, kept in the journal, so that a restart logs nobody out. Real time, not the movable clock. */
export function createIssuerStore(journal: Journal): (model: string) => Adapter {
  const put = journal.prepare(
    'INSERT OR REPLACE INTO issuer_entries (id, payload, expires, uid, grant_id) VALUES (?, ?, ?, ?, ?)',
  );
  const get = journal.prepare('SELECT payload FROM issuer_entries WHERE id = ? AND expires > ?');
  const byUid = journal.prepare('SELECT payload FROM issuer_entries WHERE uid = ? AND expires > ?');
  const update = journal.prepare('UPDATE issuer_entries SET payload = ? WHERE id = ?');
  const remove = journal.prepare('DELETE FROM issuer_entries WHERE id = ?');
  const revoke = journal.prepare('DELETE FROM issuer_entries WHERE grant_id = ?');
  const expire = journal.prepare('DELETE FROM issuer_entries WHERE expires <= ?');
  const read = (row: Record<string, unknown> | undefined): AdapterPayload | undefined =>
    row && (JSON.parse(String(row.payload)) as AdapterPayload);
  journal.write(() => expire.run(Date.now()));

  return (model) => {
    const key = (id: string) => `${model}:${id}`;
    const find = async (id: string) => read(get.get(key(id), Date.now()));
    return {
      async upsert(id, payload, expiresIn) {
        const expires = expiresIn !== undefined ? Date.now() + expiresIn * 1000 : Number.MAX_SAFE_INTEGER;
        const uid = model === 'Session' ? (payload.uid ?? null) : null;
        journal.write(() => put.run(key(id), JSON.stringify(payload), expires, uid, payload.grantId ?? null));
      },
      find,
      findByUid: async (uid) => read(byUid.get(uid, Date.now())),
      // Device codes are the only thing looked up by user code, and no client may use them.
      findByUserCode: async () => undefined,
      async consume(id) {
        const payload = await find(id);
        if (!payload) return;
        const consumed = JSON.stringify({ ...payload, consumed: Math.floor(Date.now() / 1000) });
        journal.write(() => update.run(consumed, key(id)));
      },
      destroy: async (id) => void journal.write(() => remove.run(key(id))),
      revokeByGrantId: async (grantId) => void journal.write(() => revoke.run(grantId)),
    };
  };
}
