import type { Commit } from './db.ts'

type Listener = (id: string | undefined) => void

export interface ChangeListeners {
  onRealm(listener: Listener): void
  onUser(listener: Listener): void
  /** What a commit has changed; the part of it that is known, when it comes from another node. */
  tell(commit: Partial<Commit>): void
  /** Changes may have been missed. */
  tellUnknown(): void
}

/** Those in this process who remember something, by what it is of. */
export function createChangeListeners(): ChangeListeners {
  const ofRealms: Listener[] = []
  const ofUsers: Listener[] = []
  const tellAll = (listeners: readonly Listener[], id: string | undefined) => {
    for (const listener of listeners) listener(id)
  }
  return {
    onRealm: (listener) => void ofRealms.push(listener),
    onUser: (listener) => void ofUsers.push(listener),
    tell: ({ changedRealms, changedUsers }) => {
      for (const id of changedRealms ?? []) tellAll(ofRealms, id)
      for (const id of changedUsers ?? []) tellAll(ofUsers, id)
    },
    tellUnknown: () => {
      tellAll(ofRealms, undefined)
      tellAll(ofUsers, undefined)
    },
  }
}
