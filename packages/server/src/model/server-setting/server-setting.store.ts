import type { Db, Tx } from '../../storage/db.ts'

interface ServerSettingRow {
  readonly name: string
  readonly value: string
}

declare module '../../storage/schema.ts' {
  interface Schema {
    server_setting: ServerSettingRow
  }
}

/** A fact about the whole installation, by name. */
export async function findServerSetting(db: Db, name: string): Promise<string | undefined> {
  const row = await db.query.selectFrom('server_setting').select('value').where('name', '=', name).executeTakeFirst()
  return row?.value
}

/** Writes the setting if there is none yet; the value that stands afterwards. */
export async function claimServerSetting(tx: Tx, name: string, value: string): Promise<string> {
  await tx.query
    .insertInto('server_setting')
    .values({ name, value })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return (await findServerSetting(tx, name)) ?? value
}
