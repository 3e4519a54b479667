import { noLevel, reachedLevel, requestedLevel } from '../../model/authentication-session/level-of-authentication.ts'
import type { Authenticator } from '../../spi/authenticator.ts'
import {
  defaultMaxAge,
  isLevelStillGood,
  levelConditionId,
  levelKeys,
  noteLevel,
  readLevelCondition,
} from './level-of-authentication.ts'

/**
 * Step-up authentication: its sub-flow runs when its level is asked for and was not proven lately. The first level of
 * a flow runs in any case when nothing has been proven yet. Whoever gets through the sub-flow has reached the level.
 */
export const conditionalLevelAuthenticator: Authenticator = {
  id: levelConditionId,
  displayName: 'Condition - Level of Authentication',
  helpText:
    'Flow is executed only if the configured LOA or a higher one has been requested but not yet satisfied. After the flow is successfully finished, the LOA in the session will be updated to value prescribed by this condition.',
  requiresUser: false,
  config: [
    {
      name: levelKeys.level,
      label: 'Level of Authentication (LoA)',
      helpText:
        'Sets the number value for LoA condition. The specified value of this condition should be higher or equal to 0.',
      type: 'String',
    },
    {
      name: levelKeys.maxAge,
      label: 'Max Age',
      helpText:
        'Maximum age in seconds for which this level is considered as valid. During this period the user need not prove it again within the same session. With 0 it is valid for a single sign-in.',
      type: 'String',
      defaultValue: String(defaultMaxAge),
    },
  ],
  requirements: ['REQUIRED', 'DISABLED'],
  condition: async (context) => {
    if (reachedLevel(context.session) <= noLevel) return true
    const { level, maxAge } = readLevelCondition(context.config)
    return requestedLevel(context.session).level >= level && !isLevelStillGood(context, level, maxAge)
  },
  noteSuccess: (context) => {
    const { level } = readLevelCondition(context.config)
    return level <= noLevel ? {} : noteLevel(context, level)
  },
  isConfiguredFor: async () => true,
  authenticate: async () => ({ kind: 'attempted' }),
  action: async () => ({ kind: 'attempted' }),
}
