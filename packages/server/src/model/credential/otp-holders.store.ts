import type { Db } from '../../storage/db.ts'

/** Which of these users have a one-time password generator: one statement for a page of a list. */
export async function listUsersWithOtp(
  db: Db,
  realmId: string,
  userIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const holders = new Set<string>()
  for (let from = 0; from < userIds.length; from += 500) {
    const rows = await db.query
      .selectFrom('credential')
      .select('user_id')
      .distinct()
      .where('realm_id', '=', realmId)
      .where('type', '=', 'otp')
      .where('user_id', 'in', userIds.slice(from, from + 500))
      .execute()
    for (const { user_id } of rows) holders.add(user_id)
  }
  return holders
}
