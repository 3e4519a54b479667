import {
  type BinaryOperationNode,
  type LimitNode,
  type OffsetNode,
  type OperationNode,
  SqliteQueryCompiler,
  ValueNode,
} from 'kysely'

/**
 * Writes compared values and limits as `cast(? as text)`, so that SQLite keeps a prepared statement as it is.
 *
 * SQLite's planner looks at the value that is bound to a bare `column = ?` it has no index for (is it 0 or 1, and so
 * probably common?), and at that of `limit ?`. Whatever it looked at makes the next binding parse and plan the whole
 * statement again: 38 instead of 8 microseconds for a user by id. It does not look into a cast. The documented switch
 * against it (SQLITE_DBCONFIG_ENABLE_QPSG) cannot be reached through better-sqlite3.
 */
export class StableSqliteCompiler extends SqliteQueryCompiler {
  protected override visitBinaryOperation(node: BinaryOperationNode): void {
    this.visitNode(node.leftOperand)
    this.append(' ')
    this.visitNode(node.operator)
    this.append(' ')
    this.#visitUnseen(node.rightOperand)
  }

  protected override visitLimit({ limit }: LimitNode): void {
    this.append('limit ')
    this.#visitUnseen(limit)
  }

  protected override visitOffset({ offset }: OffsetNode): void {
    this.append('offset ')
    this.#visitUnseen(offset)
  }

  #visitUnseen(node: OperationNode): void {
    const type = ValueNode.is(node) && !node.immediate ? castType(node.value) : undefined
    if (type !== undefined) this.append('cast(')
    this.visitNode(node)
    if (type !== undefined) this.append(` as ${type})`)
  }
}

/** The type that changes nothing about the value; undefined for values that are rare in comparisons. */
function castType(value: unknown): 'text' | 'integer' | undefined {
  if (typeof value === 'string') return 'text'
  return Number.isSafeInteger(value) ? 'integer' : undefined
}
